import { and, asc, desc, eq, gt, lt, lte } from "drizzle-orm";
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

/** A source's terms of the blocks behind one up to another, in the order of the chain. */
export function listTermsIn(db: Db, source: string, { after, to }: { after: bigint; to: bigint }): TermRow[] {
  return db
    .select()
    .from(nodeTerm)
    .where(and(eq(nodeTerm.source, source), gt(nodeTerm.block, after), lte(nodeTerm.block, to)))
    .orderBy(asc(nodeTerm.block), asc(nodeTerm.logIndex), asc(nodeTerm.part))
    .all();
}

/** What a term of a node was before a block; undefined where nothing was said of it. */
export function findTermBefore(db: Db, node: number, term: string, block: bigint): TermRow | undefined {
  return db
    .select()
    .from(nodeTerm)
    .where(and(eq(nodeTerm.node, node), eq(nodeTerm.term, term), lt(nodeTerm.block, block)))
    .orderBy(desc(nodeTerm.block), desc(nodeTerm.logIndex), desc(nodeTerm.part))
    .limit(1)
    .get();
}
