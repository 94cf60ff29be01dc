import { and, eq } from "drizzle-orm";
import { findNewestExecution } from "./executions.ts";
import type { Db } from "./open.ts";
import { handoff } from "./schema.ts";

/** A stored hand-off. */
export type HandoffRow = typeof handoff.$inferSelect;

/** Adds the hand-off of a proposal to an executor; the database refuses a second one. */
export function addHandoff(db: Db, row: Omit<HandoffRow, "id">): HandoffRow {
  return db.insert(handoff).values(row).returning().get();
}

/** The hand-off of this id. */
export function findHandoff(db: Db, id: number): HandoffRow | undefined {
  return db.select().from(handoff).where(eq(handoff.id, id)).get();
}

/** The hand-off of a proposal, to one executor or to whichever there is. */
export function findHandoffOf(db: Db, proposal: number, executor?: string): HandoffRow | undefined {
  return db
    .select()
    .from(handoff)
    .where(and(eq(handoff.proposal, proposal), executor === undefined ? undefined : eq(handoff.executor, executor)))
    .get();
}

/** The newest state a hand-off was seen in at a final block; undefined before the first. */
export function findNewestState(db: Db, id: number): string | undefined {
  return findNewestExecution(db, id)?.state;
}
