import { and, desc, eq, lte } from "drizzle-orm";
import type { Db } from "./open.ts";
import { quote } from "./schema.ts";

/** A price feed's answer as of a block. */
export type QuoteRow = typeof quote.$inferSelect;

/** Adds a quote; one of the same price and block stays as it is. */
export function addQuote(db: Db, row: QuoteRow): boolean {
  return db.insert(quote).values(row).onConflictDoNothing().run().changes === 1;
}

/** The quote of a price at exactly this block. */
export function findQuote(db: Db, price: string, block: bigint): QuoteRow | undefined {
  return db
    .select()
    .from(quote)
    .where(and(eq(quote.price, price), eq(quote.block, block)))
    .get();
}

/** The newest quote not younger than the unix second. */
export function findQuoteAt(db: Db, price: string, at: number): QuoteRow | undefined {
  return (
    db
      .select()
      .from(quote)
      .where(and(eq(quote.price, price), lte(quote.at, at)))
      // By time first, as the index is: by the block alone all that is younger would be walked through.
      .orderBy(desc(quote.at), desc(quote.block))
      .limit(1)
      .get()
  );
}

/** The quotes of a price between two unix seconds, both included, oldest first. */
export function listQuotes({ $client }: Db, price: string, span: { from: number; to: number }): QuoteRow[] {
  // A half-year of hours is some thousand rows for each price; a query built for each row's types takes five times as long.
  const rows = $client
    .prepare<[string, number, number], StoredQuote>(
      `select price, chain, block, at, round, answer, decimals, updated_at as updatedAt
       from quote where price = ? and at >= ? and at <= ? order by at, block`,
    )
    .all(price, span.from, span.to);
  return rows.map(({ block, round, answer, ...rest }) => ({
    ...rest,
    block: BigInt(block),
    round: BigInt(round),
    answer: BigInt(answer),
  }));
}

type StoredQuote = Omit<QuoteRow, "block" | "round" | "answer"> & { block: number; round: string; answer: string };
