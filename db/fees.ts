import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, lte } from "drizzle-orm";
import type { Address, Hex } from "viem";
import type { Db } from "./open.ts";
import { fee, flow } from "./schema.ts";

/** What a transaction cost that moved something in a position. */
export type FeeRow = typeof fee.$inferSelect;

/** A transaction that moved something in a position, in the block of its flows. */
export type MovedBy = { hash: Hex; block: bigint; at: number };

/** Adds what a transaction cost; one that is there already stays as it is. */
export function addFee(db: Db, row: FeeRow): boolean {
  return db.insert(fee).values(row).onConflictDoNothing().run().changes === 1;
}

/** The newest transactions of a chain that moved something in a position and whose cost is not known yet, newest first. */
export function listWithoutFee(db: Db, chain: number, most: number): MovedBy[] {
  return db
    .selectDistinct({ hash: flow.transaction, block: flow.block, at: flow.at })
    .from(flow)
    .leftJoin(fee, and(eq(fee.chain, flow.chain), eq(fee.transaction, flow.transaction)))
    .where(and(eq(flow.chain, chain), isNull(fee.transaction)))
    .orderBy(desc(flow.block), desc(flow.transaction))
    .limit(most)
    .all();
}

/** When transactions moved something in [from, to) whose cost is not known yet, in Unix seconds: one for each. */
export function listMomentsWithoutFee(db: Db, chain: number, { from, to }: { from: number; to: number }): number[] {
  return db
    .selectDistinct({ hash: flow.transaction, at: flow.at })
    .from(flow)
    .leftJoin(fee, and(eq(fee.chain, flow.chain), eq(fee.transaction, flow.transaction)))
    .where(and(eq(flow.chain, chain), isNull(fee.transaction), gte(flow.at, from), lt(flow.at, to)))
    .all()
    .map(({ at }) => at);
}

/** What transactions of these senders cost in [from, to), oldest first. */
export function listFees(
  db: Db,
  chain: number,
  senders: readonly Address[],
  { from, to }: { from: number; to: number },
): FeeRow[] {
  return db
    .select()
    .from(fee)
    .where(and(eq(fee.chain, chain), inArray(fee.sender, [...senders]), gte(fee.at, from), lt(fee.at, to)))
    .orderBy(asc(fee.at), asc(fee.transaction))
    .all();
}

/** How many transactions of a sender have their cost noted, of the blocks after the first up to and including the last. */
export function countFees(db: Db, chain: number, sender: Address, after: bigint, upTo: bigint): number {
  const where = and(eq(fee.chain, chain), eq(fee.sender, sender), gt(fee.block, after), lte(fee.block, upTo));
  return db.select({ count: count() }).from(fee).where(where).get()?.count ?? 0;
}
