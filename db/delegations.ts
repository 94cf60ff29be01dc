import { and, asc, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { Db } from "./open.ts";
import { delegation, voteDelegation } from "./schema.ts";

/** A delegation that a member made. */
export type DelegationRow = typeof delegation.$inferSelect;

/** A delegation as a vote found it. */
export type VoteDelegationRow = typeof voteDelegation.$inferSelect;

/** Keeps a new delegation; the database refuses a second one between the same two while the first stands. */
export function addDelegation(db: Db, row: Omit<DelegationRow, "id" | "endedAt">): void {
  db.insert(delegation).values(row).run();
}

/** Which delegations to list: those that a member gave, or those that a member holds. */
type Side = { from?: string; to?: string };

/**
 * Delegations that stand at a unix second: all of them, or those a member gave or holds. One that had expired when a newer one
 * was made, and perhaps made room for it, no longer stands, whatever second is asked about.
 */
export function listDelegations(db: Db, at: number, { from, to }: Side = {}): DelegationRow[] {
  const since = Math.max(at, findNewestDelegation(db));
  return db
    .select()
    .from(delegation)
    .where(
      and(
        isNull(delegation.endedAt),
        or(isNull(delegation.expiresAt), gt(delegation.expiresAt, since)),
        from === undefined ? undefined : eq(delegation.from, from),
        to === undefined ? undefined : eq(delegation.to, to),
      ),
    )
    .orderBy(asc(delegation.id))
    .all();
}

/** When the newest delegation was made; 0 where there is none. */
export function findNewestDelegation(db: Db): number {
  const newest = db.select({ at: delegation.madeAt }).from(delegation).orderBy(desc(delegation.id)).limit(1).get();
  return newest?.at ?? 0;
}

/** The delegation between two members that was not taken back, expired or not. */
export function findDelegation(db: Db, from: string, to: string): DelegationRow | undefined {
  return db
    .select()
    .from(delegation)
    .where(and(eq(delegation.from, from), eq(delegation.to, to), isNull(delegation.endedAt)))
    .get();
}

/** Ends a delegation, once. */
export function setDelegationEnded(db: Db, id: number, at: number): void {
  db.update(delegation).set({ endedAt: at }).where(eq(delegation.id, id)).run();
}

/** Keeps the delegations that a vote found when it opened. */
export function addVoteDelegations(db: Db, rows: readonly VoteDelegationRow[]): void {
  for (const row of rows) db.insert(voteDelegation).values(row).run();
}

/** The delegations that a vote found when it opened, by who gave and who holds: all, or those a member gave or holds. */
export function listVoteDelegations(db: Db, proposal: number, { from, to }: Side = {}): VoteDelegationRow[] {
  return db
    .select()
    .from(voteDelegation)
    .where(
      and(
        eq(voteDelegation.proposal, proposal),
        from === undefined ? undefined : eq(voteDelegation.from, from),
        to === undefined ? undefined : eq(voteDelegation.to, to),
      ),
    )
    .orderBy(asc(voteDelegation.from), asc(voteDelegation.to))
    .all();
}
