import { jobs } from "../../jobs/index.ts";
import { ConfigError } from "../config/problem.ts";
import { readSetup, type Setup } from "../setup/setup.ts";
import { printProblems } from "./print-problems.ts";

/** Reads environment and config of this folder; undefined where anything is wrong with them, which has then been printed. */
export async function readOrExplain(): Promise<Setup | undefined> {
  try {
    return await readSetup(
      process.env,
      process.cwd(),
      jobs.map((job) => job.name),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    printProblems(error.problems);
    return undefined;
  }
}
