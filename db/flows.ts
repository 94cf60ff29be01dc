import { and, asc, eq, gt, lte } from "drizzle-orm";
import type { Db } from "./open.ts";
import { flow } from "./schema.ts";

/** Principal that went into or came out of a position. */
export type FlowRow = typeof flow.$inferSelect;

/** Adds a flow; one that is there already stays as it is. */
export function addFlow(db: Db, row: FlowRow): boolean {
  return db.insert(flow).values(row).onConflictDoNothing().run().changes === 1;
}

/** A position's flows in blocks (after, to]: those between two readings, oldest first. */
export function listFlows(db: Db, position: string, span: { after: bigint; to: bigint }): FlowRow[] {
  return db
    .select()
    .from(flow)
    .where(and(eq(flow.position, position), gt(flow.block, span.after), lte(flow.block, span.to)))
    .orderBy(asc(flow.block), asc(flow.logIndex))
    .all();
}
