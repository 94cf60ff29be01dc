import { and, asc, eq, inArray } from "drizzle-orm";
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

/** Notes what became of a root's tree, and in a sentence why. */
export function setRoot(
  db: Db,
  { source, block, logIndex }: Pick<RootRow, "source" | "block" | "logIndex">,
  now: { state: RootRow["state"]; reason: string | null; triedAt: number },
): void {
  db.update(rewardRoot)
    .set(now)
    .where(and(eq(rewardRoot.source, source), eq(rewardRoot.block, block), eq(rewardRoot.logIndex, logIndex)))
    .run();
}
