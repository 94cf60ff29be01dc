import type { Problem } from "../config/problem.ts";

/** Prints everything wrong with a setup, one line each, to standard error. */
export function printProblems(problems: readonly Problem[]): void {
  const count = problems.length === 1 ? "one thing is" : `${problems.length} things are`;
  console.error(`Steward cannot start: ${count} wrong with its setup.`);
  for (const { where, what } of problems) console.error(`  ${where}: ${what}`);
  console.error("docs/config.md describes every key; .env.example every variable.");
}
