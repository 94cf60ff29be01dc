import { and, asc, desc, eq, gte, ne } from "drizzle-orm";
import type { Db } from "./open.ts";
import { flow } from "./schema.ts";

/** Principal that went into or came out of a position. */
export type FlowRow = typeof flow.$inferSelect;

/** A flow to be stored. */
export type NewFlow = typeof flow.$inferInsert;

/** Adds a flow; one that is there already stays as it is. */
export function addFlow(db: Db, row: NewFlow): boolean {
  return db.insert(flow).values(row).onConflictDoNothing().run().changes === 1;
}

/** The newest flows of a position that moved anything of its token, newest first. */
export function listNewestFlows(db: Db, position: string, most: number): FlowRow[] {
  return db
    .select()
    .from(flow)
    .where(and(eq(flow.position, position), ne(flow.amount, 0n)))
    .orderBy(desc(flow.block), desc(flow.logIndex))
    .limit(most)
    .all();
}

/** A position's flows from the unix second on, oldest first. */
export function listFlowsFrom(db: Db, position: string, from: number): FlowRow[] {
  return db
    .select()
    .from(flow)
    .where(and(eq(flow.position, position), gte(flow.at, from)))
    .orderBy(asc(flow.block), asc(flow.logIndex))
    .all();
}

/** When anything moved in a position first, in Unix seconds; undefined where nothing ever did. */
export function findFirstFlowAt(db: Db, position: string): number | undefined {
  return db.select({ at: flow.at }).from(flow).where(eq(flow.position, position)).orderBy(asc(flow.at)).limit(1).get()
    ?.at;
}
