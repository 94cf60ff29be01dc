import { decide } from "../decide.ts";
import type { Decision } from "../decision.ts";
import { type ReadContest, readContest } from "./read-contest.ts";

/** A contest's result, with what was left out of it. */
export type Recount = { title: string; decision: Decision } & Pick<ReadContest, "refused" | "replaced">;

/** Counts a bare contest from its JSON: no database, no network, no clock. */
export function recount(written: unknown): Recount {
  const { contest, refused, replaced } = readContest(written);
  return { title: contest.pack.title, decision: decide(contest), refused, replaced };
}
