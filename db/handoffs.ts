import { and, desc, eq } from "drizzle-orm";
import { findNewestExecution } from "./executions.ts";
import type { Db } from "./open.ts";
import { handoff } from "./schema.ts";

/** The state of a hand-off whose place on chain another transaction took. */
const REPLACED = "replaced";

/** A stored hand-off. */
export type HandoffRow = typeof handoff.$inferSelect;

/** Adds the hand-off of a proposal to an executor; the database refuses a second one of the same attempt. */
export function addHandoff(db: Db, row: Omit<HandoffRow, "id" | "attempt"> & { attempt?: number }): HandoffRow {
  return db.insert(handoff).values(row).returning().get();
}

/** The hand-off of this id. */
export function findHandoff(db: Db, id: number): HandoffRow | undefined {
  return db.select().from(handoff).where(eq(handoff.id, id)).get();
}

/** The newest hand-off of a proposal, to one executor or to whichever there is. */
export function findHandoffOf(db: Db, proposal: number, executor?: string): HandoffRow | undefined {
  return db
    .select()
    .from(handoff)
    .where(and(eq(handoff.proposal, proposal), executor === undefined ? undefined : eq(handoff.executor, executor)))
    .orderBy(desc(handoff.id))
    .get();
}

/** The same, unless its place was taken on chain: such a one can never be executed, and another may follow it. */
export function findStandingHandoff(db: Db, proposal: number, executor?: string): HandoffRow | undefined {
  const newest = findHandoffOf(db, proposal, executor);
  return newest === undefined || findNewestState(db, newest.id) === REPLACED ? undefined : newest;
}

/** The hand-off that this one took the place of. */
export function findHandoffBefore(db: Db, { proposal, executor, attempt }: HandoffRow): HandoffRow | undefined {
  return db
    .select()
    .from(handoff)
    .where(and(eq(handoff.proposal, proposal), eq(handoff.executor, executor), eq(handoff.attempt, attempt - 1)))
    .get();
}

/** The newest state a hand-off was seen in at a final block; undefined before the first. */
export function findNewestState(db: Db, id: number): string | undefined {
  return findNewestExecution(db, id)?.state;
}
