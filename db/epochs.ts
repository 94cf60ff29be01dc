import { and, asc, desc, eq, lte, max, ne } from "drizzle-orm";
import { earningKinds } from "../src/core/rewards/kinds.ts";
import type { EpochTimes } from "../src/core/rewards/late-epochs.ts";
import type { Db } from "./open.ts";
import { type cohort, epoch } from "./schema.ts";

/** An epoch of a source. */
export type EpochRow = typeof epoch.$inferSelect;

/** What a cohort earned in an epoch. */
export type CohortRow = typeof cohort.$inferSelect;

/** Notes when epochs were told of, in Unix seconds, and how many rewards were added to them. Runs in the caller's transaction. */
export function noteEpochs(
  { $client }: Db,
  source: string,
  seen: Iterable<readonly [number, { first: number; last: number; rewards: number }]>,
): void {
  const put = $client.prepare(
    `insert into epoch (source, epoch, first_at, last_at, rewards, settled) values (?, ?, ?, ?, ?, 0)
     on conflict do update set first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
       rewards = rewards + excluded.rewards`,
  );
  for (const [number, { first, last, rewards }] of seen) put.run(source, number, first, last, rewards);
}

/** How many rewards of each source are booked. */
export function countRewards({ $client }: Db): { source: string; rewards: number }[] {
  const sums = "select source, sum(rewards) as rewards from epoch group by source order by source";
  return $client.prepare<[], { source: string; rewards: number }>(sums).all();
}

/** A source's newest epochs, the newest first. */
export function listEpochs(db: Db, source: string, most: number): EpochRow[] {
  return db.select().from(epoch).where(eq(epoch.source, source)).orderBy(desc(epoch.epoch)).limit(most).all();
}

const PAID = `select source, epoch, first_at as firstAt, last_at as lastAt, rewards, settled from epoch
  where source = ? and (rewards = 0 or exists (
    select 1 from reward where reward.source = epoch.source and reward.epoch = epoch.epoch
      and kind in (${earningKinds.map((kind) => `'${kind}'`).join(", ")})))
  order by epoch desc limit ?`;

/**
 * A source's newest epochs in which anybody earned, and those that only the network told of: in these nodes are expected to earn. Where nothing
 * was booked but claims, nobody missed anything. The newest first.
 */
export function listPaidEpochs({ $client }: Db, source: string, most: number): EpochRow[] {
  return $client.prepare<[string, number], EpochRow>(PAID).all(source, most);
}

/** The numbers of a source's epochs that anything was told of since the unix second, the newest first. */
export function listEpochsSince({ $client }: Db, source: string, at: number): number[] {
  const statement = $client.prepare<[string, number], number>(
    "select epoch from epoch where source = ? and last_at >= ? order by epoch desc",
  );
  return statement.pluck().all(source, at);
}

const EARLIER = 30;
const TIMES = `select epoch, first_at as firstAt, last_at as lastAt from epoch where source = @source and epoch >= coalesce(
    (select epoch from epoch where source = @source and epoch < (select min(epoch) from epoch where source = @source and last_at >= @from)
      order by epoch desc limit 1 offset ${EARLIER - 1}), 0)
  order by epoch`;

/** When a source's epochs were told of: all from the lowest one on of which anything was told since the Unix second, and thirty before it. */
export function listEpochTimes({ $client }: Db, source: string, from: number): EpochTimes[] {
  return $client.prepare<[{ source: string; from: number }], EpochTimes>(TIMES).all({ source, from });
}

/** The newest epoch that a source had told of or paid for at a moment, in Unix seconds. */
export function newestEpoch(db: Db, source: string, at: number): number | undefined {
  const row = db
    .select({ newest: max(epoch.epoch) })
    .from(epoch)
    .where(and(eq(epoch.source, source), lte(epoch.firstAt, at)))
    .get();
  return row?.newest ?? undefined;
}

/** A source's epochs to which rewards were added since their cohorts were worked out, the oldest first. */
export function listUnsettled(db: Db, source: string): EpochRow[] {
  return db
    .select()
    .from(epoch)
    .where(and(eq(epoch.source, source), ne(epoch.settled, epoch.rewards)))
    .orderBy(asc(epoch.epoch))
    .all();
}

/** Notes that a source's cohorts are not what they were: all its epochs are worked out again. */
export function unsettleEpochs({ $client }: Db, source: string): void {
  $client.prepare("update epoch set settled = min(settled, 0) - 1 where source = ?").run(source);
}

/** What each node earned in an epoch, token by token, as it is walked through. */
export function* earnedIn(
  { $client }: Db,
  source: string,
  number: number,
): Iterable<{ node: number; token: string; amount: bigint }> {
  const rows = $client.prepare<[string, number], { node: number; token: string; amount: string }>(
    `select node, token, amount from reward where source = ? and epoch = ?
       and kind in (${earningKinds.map((kind) => `'${kind}'`).join(", ")})`,
  );
  for (const { node, token, amount } of rows.iterate(source, number)) yield { node, token, amount: BigInt(amount) };
}

/** Notes that a node is of another cohort now: the epochs in which anything of its was booked are worked out again. */
export function unsettleEpochsOf({ $client }: Db, source: string, node: number): void {
  // Never the same figure twice, so that whoever is working them out by what was before sees it.
  const unsettle = $client.prepare(
    `update epoch set settled = min(settled, 0) - 1 where source = ? and exists
       (select 1 from reward where reward.source = epoch.source and reward.epoch = epoch.epoch and reward.node = ?)`,
  );
  unsettle.run(source, node);
}

/**
 * Keeps what the cohorts of an epoch earned, in place of what was kept before, unless rewards or cohorts have changed since the row
 * was read. Runs in the caller's transaction.
 */
export function settleEpoch(
  { $client }: Db,
  { source, epoch: number, rewards, settled }: EpochRow,
  cohorts: readonly Omit<CohortRow, "source" | "epoch">[],
): void {
  const settle = $client.prepare(
    "update epoch set settled = rewards where source = ? and epoch = ? and rewards = ? and settled = ?",
  );
  if (settle.run(source, number, rewards, settled).changes === 0) return;
  $client.prepare("delete from cohort where source = ? and epoch = ?").run(source, number);
  const add = $client.prepare(
    "insert into cohort (source, epoch, cohort, token, nodes, total, median) values (?, ?, ?, ?, ?, ?, ?)",
  );
  for (const { cohort: name, token, nodes, total, median } of cohorts)
    add.run(source, number, name, token, nodes, total.toString(), median.toString());
}
