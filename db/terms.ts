import { desc, eq } from "drizzle-orm";
import type { Db } from "./open.ts";
import { nodeTerm } from "./schema.ts";

/** A term of a node, from a block on. */
export type TermRow = typeof nodeTerm.$inferSelect;

/** Adds terms, leaving out those already there. */
export function addTerms(db: Db, rows: readonly TermRow[]): void {
  for (const row of rows) db.insert(nodeTerm).values(row).onConflictDoNothing().run();
}

/** Every term of a node there was, the newest first. */
export function listTerms(db: Db, node: number): TermRow[] {
  return db
    .select()
    .from(nodeTerm)
    .where(eq(nodeTerm.node, node))
    .orderBy(desc(nodeTerm.block), desc(nodeTerm.logIndex))
    .all();
}
