import { desc, eq } from "drizzle-orm";
import type { Db } from "./open.ts";
import { flow } from "./schema.ts";

/** Principal that went into or came out of a position. */
export type FlowRow = typeof flow.$inferSelect;

/** Adds a flow; one that is there already stays as it is. */
export function addFlow(db: Db, row: FlowRow): boolean {
  return db.insert(flow).values(row).onConflictDoNothing().run().changes === 1;
}

/** The newest flows of a position, newest first. */
export function listNewestFlows(db: Db, position: string, most: number): FlowRow[] {
  return db
    .select()
    .from(flow)
    .where(eq(flow.position, position))
    .orderBy(desc(flow.block), desc(flow.logIndex))
    .limit(most)
    .all();
}
