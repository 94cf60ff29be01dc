import { describeRecount } from "../contest/describe-recount.ts";
import type { Verification } from "./verify-bundle.ts";

/** Most problems that are told one by one. */
const TOLD = 50;

/** A verification in words, line by line: what is wrong first, then the result, what is proved, and what is only believed. */
export function describeVerification({ title, decision, problems, proved, believed, root }: Verification): string[] {
  const more = problems.length > TOLD ? [`… and ${problems.length - TOLD} more`] : [];
  const found = problems.length === 1 ? "One thing is wrong" : `${problems.length} things are wrong`;
  return [
    ...(problems.length === 0 ? [] : section(`${found} with this bundle:`, [...problems.slice(0, TOLD), ...more], "✗")),
    ...(decision === undefined ? [] : [...describeRecount({ title, decision, refused: [], replaced: 0 }), ""]),
    ...section("Proved:", proved, "✓"),
    ...section("Believed:", believed, "·"),
    ...(root === undefined ? [] : [`Root: ${root}`]),
  ];
}

function section(title: string, lines: readonly string[], sign: string): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${sign} ${line}`), ""];
}
