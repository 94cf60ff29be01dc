import { and, asc, desc, eq, gte, lte } from "drizzle-orm";
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
export function listQuotes(db: Db, price: string, span: { from: number; to: number }): QuoteRow[] {
  return db
    .select()
    .from(quote)
    .where(and(eq(quote.price, price), gte(quote.at, span.from), lte(quote.at, span.to)))
    .orderBy(asc(quote.at), asc(quote.block))
    .all();
}
