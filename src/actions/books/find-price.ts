import { findQuoteAt } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { isStale } from "../../sources/prices/chainlink.ts";

/** What a price of the config was last seen to be by that Unix second; undefined where it never was. */
export function findPrice({ config, db }: App, name: string, at: number): StatementPrice | undefined {
  const quote = findQuoteAt(db, name, at);
  const settings = config.prices[name];
  if (!quote || !settings) return undefined;
  const { answer, decimals, updatedAt, chain, block } = quote;
  return { name, answer, decimals, updatedAt, stale: isStale(settings, { updatedAt, at }), chain, block };
}
