import { and, asc, eq, inArray, lte, or, sql } from "drizzle-orm";
import type { Db } from "./open.ts";
import { rewardRoot } from "./schema.ts";

/** A root of a reward tree, and what became of its tree. */
export type RootRow = typeof rewardRoot.$inferSelect;

/** States of a root whose tree may still be booked. */
export const openStates = ["pending", "refused"] as const satisfies readonly RootRow["state"][];

/** Notes a root that the chain told of; its tree is still to be read. */
export function addRoot(db: Db, row: Omit<RootRow, "state" | "reason" | "triedAt">): void {
  const { epoch, root, distributor, block, logIndex, transaction, at, facts, source } = row;
  const kept = { epoch, root, distributor, block, logIndex, transaction, at, facts, source };
  db.insert(rewardRoot)
    .values({ ...kept, state: "pending" })
    .onConflictDoNothing()
    .run();
}

/** Notes that the network took a root back before its tree was booked: it is looked for no more. */
export function withdrawRoot(db: Db, source: string, epoch: number, reason: string): void {
  db.update(rewardRoot)
    .set({ state: "closed", reason })
    .where(and(eq(rewardRoot.source, source), eq(rewardRoot.epoch, epoch), inArray(rewardRoot.state, openStates)))
    .run();
}

/** Roots of a source in these states, the oldest first. */
export function listRoots(db: Db, source: string, states: readonly RootRow["state"][]): RootRow[] {
  return db
    .select()
    .from(rewardRoot)
    .where(and(eq(rewardRoot.source, source), inArray(rewardRoot.state, [...states])))
    .orderBy(asc(rewardRoot.block), asc(rewardRoot.logIndex))
    .all();
}

/**
 * Roots whose trees can be looked for now: not before the network counts with them (`activeAt` of their facts, against the unix second
 * the source has been read to), and those whose file did not fit not again before `again`. At most so many, those never tried first
 * and then the ones tried longest ago, so that no missing file keeps others from being looked for; given oldest first.
 */
export function listDueRoots(
  db: Db,
  source: string,
  { readTo, again, most }: { readTo: number; again: number; most: number },
): RootRow[] {
  const { state, facts, triedAt, block, logIndex } = rewardRoot;
  const rows = db
    .select()
    .from(rewardRoot)
    .where(
      and(
        eq(rewardRoot.source, source),
        or(eq(state, "pending"), and(eq(state, "refused"), lte(triedAt, again))),
        lte(sql<number>`cast(coalesce(json_extract(${facts}, '$.activeAt'), '0') as integer)`, readTo),
      ),
    )
    .orderBy(asc(sql`coalesce(${triedAt}, -1)`), asc(block), asc(logIndex))
    .limit(most)
    .all();
  return rows.sort((a, b) => Number(a.block - b.block) || a.logIndex - b.logIndex);
}

/** Whether a root's tree may still be booked, as it stands now. */
export function isRootOpen(db: Db, root: Place): boolean {
  const row = db.select({ state: rewardRoot.state }).from(rewardRoot).where(at(root)).get();
  return openStates.some((state) => state === row?.state);
}

/** The root of a distributor's epoch whose tree is booked; undefined where none is. */
export function findVerifiedRoot(
  db: Db,
  { source, distributor, epoch }: Pick<RootRow, "source" | "distributor" | "epoch">,
): RootRow | undefined {
  return db
    .select()
    .from(rewardRoot)
    .where(
      and(
        eq(rewardRoot.source, source),
        eq(rewardRoot.distributor, distributor),
        eq(rewardRoot.epoch, epoch),
        eq(rewardRoot.state, "verified"),
      ),
    )
    .get();
}

/** Closes the open roots before this one of the same distributor and, where their facts name one, the same token. */
export function closeOlderRoots(db: Db, root: RootRow, reason: string): void {
  const { block, logIndex, facts } = rewardRoot;
  db.update(rewardRoot)
    .set({ state: "closed", reason })
    .where(
      and(
        eq(rewardRoot.source, root.source),
        eq(rewardRoot.distributor, root.distributor),
        inArray(rewardRoot.state, openStates),
        sql`json_extract(${facts}, '$.token') is ${root.facts["token"] ?? null}`,
        sql`(${block}, ${logIndex}) < (${Number(root.block)}, ${root.logIndex})`,
      ),
    )
    .run();
}

/** Whether a source has told of any root. */
export function hasRoots(db: Db, source: string): boolean {
  const row = db
    .select({ epoch: rewardRoot.epoch })
    .from(rewardRoot)
    .where(eq(rewardRoot.source, source))
    .limit(1)
    .get();
  return row !== undefined;
}

/** Whether a root of a distributor is known for an epoch. */
export function knowsRoot(
  db: Db,
  { source, distributor, epoch }: Pick<RootRow, "source" | "distributor" | "epoch">,
): boolean {
  const of = and(eq(rewardRoot.source, source), eq(rewardRoot.distributor, distributor), eq(rewardRoot.epoch, epoch));
  return db.select({ epoch: rewardRoot.epoch }).from(rewardRoot).where(of).get() !== undefined;
}

/** Notes what became of a root's tree, and in a sentence why. */
export function setRoot(
  db: Db,
  root: Place,
  now: { state: RootRow["state"]; reason: string | null; triedAt: number },
): void {
  db.update(rewardRoot).set(now).where(at(root)).run();
}

type Place = Pick<RootRow, "source" | "block" | "logIndex">;

function at({ source, block, logIndex }: Place) {
  return and(eq(rewardRoot.source, source), eq(rewardRoot.block, block), eq(rewardRoot.logIndex, logIndex));
}
