import { and, asc, eq, gt, isNull, or } from "drizzle-orm";
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

/** Delegations that stand at a unix second: all of them, or those a member gave or holds. */
export function listDelegations(db: Db, now: number, of?: { from?: string; to?: string }): DelegationRow[] {
  return db
    .select()
    .from(delegation)
    .where(
      and(
        isNull(delegation.endedAt),
        or(isNull(delegation.expiresAt), gt(delegation.expiresAt, now)),
        of?.from === undefined ? undefined : eq(delegation.from, of.from),
        of?.to === undefined ? undefined : eq(delegation.to, of.to),
      ),
    )
    .orderBy(asc(delegation.id))
    .all();
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

/** The delegations that a vote found when it opened, by who gave and who holds. */
export function listVoteDelegations(db: Db, proposal: number): VoteDelegationRow[] {
  return db
    .select()
    .from(voteDelegation)
    .where(eq(voteDelegation.proposal, proposal))
    .orderBy(asc(voteDelegation.from), asc(voteDelegation.to))
    .all();
}
