import { and, asc, eq, gte } from "drizzle-orm";
import { earningKinds } from "../src/core/rewards/kinds.ts";
import type { CohortRow, EpochRow } from "./epochs.ts";
import type { Db } from "./open.ts";
import { cohort } from "./schema.ts";

/** A place in an epoch's rewards; the next page begins behind it. */
export type EarnedPlace = { node: number; block: number; log: number; part: number };

/** What nodes earned in an epoch, at most so many rewards from a place on, for epochs that are too large to be walked through at once. */
export function earnedPage(
  { $client }: Db,
  { source, epoch }: Pick<EpochRow, "source" | "epoch">,
  after: EarnedPlace,
  most: number,
): { rows: { node: number; token: string; amount: string }[]; next: EarnedPlace | undefined } {
  const rows = $client
    .prepare<unknown[], EarnedPlace & { token: string; kind: string; amount: string }>(
      `select node, block, log_index as log, part, token, kind, amount from reward
       where source = ? and epoch = ? and (node, block, log_index, part) > (?, ?, ?, ?)
       order by node, block, log_index, part limit ?`,
    )
    .all(source, epoch, after.node, after.block, after.log, after.part, most);
  const earned = rows.filter(({ kind }) => earningKinds.some((one) => one === kind));
  return { rows: earned, next: rows.length < most ? undefined : rows.at(-1) };
}

/** What a source's cohorts earned in a token from an epoch on, in order of the epochs. */
export function listCohorts(db: Db, source: string, token: string, from: number): CohortRow[] {
  return db
    .select()
    .from(cohort)
    .where(and(eq(cohort.source, source), gte(cohort.epoch, from), eq(cohort.token, token)))
    .orderBy(asc(cohort.epoch))
    .all();
}
