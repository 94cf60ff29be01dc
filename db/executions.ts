import { and, asc, desc, eq, gte, inArray, lt, ne, notExists } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { HandoffRow } from "./handoffs.ts";
import type { Db } from "./open.ts";
import { execution, handoff } from "./schema.ts";

/** A state a hand-off was seen in at a final block, or what was found of its values afterwards. */
export type ExecutionRow = typeof execution.$inferSelect;

/** The state of the row that says whether the chain holds what was voted; not a state of the hand-off itself. */
export const VALUE_CHECK = "value-check";

/** Adds the next row of a hand-off's life and gives it its number; belongs into the transaction that says it. */
export function addExecution(db: Db, row: Omit<ExecutionRow, "seq">): ExecutionRow {
  const newest = db
    .select({ seq: execution.seq })
    .from(execution)
    .where(eq(execution.handoff, row.handoff))
    .orderBy(desc(execution.seq))
    .limit(1)
    .get();
  return db
    .insert(execution)
    .values({ ...row, seq: (newest?.seq ?? 0) + 1 })
    .returning()
    .get();
}

/** One row of a hand-off's life. */
export function findExecution(db: Db, id: number, seq: number): ExecutionRow | undefined {
  return db
    .select()
    .from(execution)
    .where(and(eq(execution.handoff, id), eq(execution.seq, seq)))
    .get();
}

/** The newest state a hand-off was seen in. */
export function findNewestExecution(db: Db, id: number): ExecutionRow | undefined {
  return db
    .select()
    .from(execution)
    .where(and(eq(execution.handoff, id), ne(execution.state, VALUE_CHECK)))
    .orderBy(desc(execution.seq))
    .limit(1)
    .get();
}

/** The row that says whether the chain holds what was voted. */
export function findValueCheck(db: Db, id: number): ExecutionRow | undefined {
  return db
    .select()
    .from(execution)
    .where(and(eq(execution.handoff, id), eq(execution.state, VALUE_CHECK)))
    .get();
}

/** A hand-off's life, oldest first. */
export function listExecutions(db: Db, id: number): ExecutionRow[] {
  return db.select().from(execution).where(eq(execution.handoff, id)).orderBy(asc(execution.seq)).all();
}

/** Hand-offs that were never seen in one of these states, oldest first. */
export function listHandoffsWithout(db: Db, states: readonly string[]): HandoffRow[] {
  const seen = alias(execution, "seen");
  const ended = db
    .select({ seq: seen.seq })
    .from(seen)
    .where(and(eq(seen.handoff, handoff.id), inArray(seen.state, [...states])));
  return db.select().from(handoff).where(notExists(ended)).orderBy(asc(handoff.id)).all();
}

/** Proposals whose change was executed on chain in [from, to), by block time. */
export function listExecutedIn(db: Db, { from, to }: { from: number; to: number }): { at: number; proposal: number }[] {
  return db
    .select({ at: execution.at, proposal: handoff.proposal })
    .from(execution)
    .innerJoin(handoff, eq(handoff.id, execution.handoff))
    .where(and(eq(execution.state, "executed"), gte(execution.at, from), lt(execution.at, to)))
    .orderBy(asc(execution.at))
    .all();
}
