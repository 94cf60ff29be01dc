import { and, asc, desc, eq, gt, lt, lte } from "drizzle-orm";
import type { Db } from "./open.ts";
import { nodeTerm } from "./schema.ts";

/** A term of a node, from a block on. */
export type TermRow = typeof nodeTerm.$inferSelect;

/** Adds terms that say something new, in chain order, leaving out those already there; a network may say the same thing every day. */
export function addTerms({ $client }: Db, rows: readonly TermRow[]): void {
  const newest = $client.prepare<[number, string, number], string>(
    `select value from node_term where node = ? and term = ? and block <= ?
     order by block desc, log_index desc, part desc limit 1`,
  );
  newest.pluck();
  const add = $client.prepare(
    `insert into node_term (source, block, log_index, part, node, term, value, at, "transaction")
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  for (const { source, block, logIndex, part, node, term, value, at, transaction } of rows)
    if (newest.get(node, term, Number(block)) !== value)
      add.run(source, Number(block), logIndex, part, node, term, value, at, transaction);
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
