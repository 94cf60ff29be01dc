import { findQuoteAt, type QuoteRow } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { freshnessOf } from "../../sources/prices/freshness.ts";

/** Prices that are further apart than this, in millionths of the second, are said to be. */
const MOST_APART = 20_000n;

/** Finds the newest quote of a price that is not younger than the Unix second: in the database, or among those that were read before. */
export type FindQuote = (price: string, at: number) => QuoteRow | undefined;

/** What a price of the config was last seen to be by that Unix second, and what speaks against it; undefined where it never was. */
export function findPrice(
  app: App,
  name: string,
  at: number,
  find: FindQuote = (one, until) => findQuoteAt(app.db, one, until),
): StatementPrice | undefined {
  const price = findAlone(app, name, at, find);
  const against = app.config.prices[name]?.second;
  if (!price || against === undefined) return price;
  const second = findAlone(app, against, at, find);
  const by = second && !second.stale ? apart(price, second) : undefined;
  return by !== undefined && by <= MOST_APART ? price : { ...price, apart: { from: against, by } };
}

/** What a token of the config was last seen to cost by a Unix second; undefined where it has no price or none was seen. */
export function priceOf(app: App, token: string, at: number): StatementPrice | undefined {
  const price = app.config.tokens[token]?.price;
  return price === undefined ? undefined : findPrice(app, price, at);
}

/** The prices of these names that something speaks against: stale, silent, or apart from their second. */
export function doubtedPrices(app: App, names: readonly string[], at: number): StatementPrice[] {
  return names
    .flatMap((name) => findPrice(app, name, at) ?? [])
    .filter(({ stale, apart: second }) => stale || second !== undefined);
}

function findAlone({ config }: App, name: string, at: number, find: FindQuote): StatementPrice | undefined {
  const quote = find(name, at);
  if (!quote || config.prices[name] === undefined) return undefined;
  const { round, answer, decimals, updatedAt, chain, block } = quote;
  const freshness = freshnessOf(config, name, at, (one) => find(one, at)?.updatedAt);
  const stale = freshness !== "fresh";
  return { name, answer, decimals, updatedAt, stale, silent: freshness === "silent", round, chain, block };
}

/** The distance of two prices in millionths of the second, floored. */
function apart(price: StatementPrice, second: StatementPrice): bigint {
  const scale = (one: StatementPrice, other: StatementPrice) => one.answer * 10n ** BigInt(other.decimals);
  const [own, held] = [scale(price, second), scale(second, price)];
  return ((own > held ? own - held : held - own) * 1_000_000n) / held;
}
