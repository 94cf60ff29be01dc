import { findQuoteAt, listQuotes, type QuoteRow } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import { countWhile } from "../../core/count-while.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { type FindQuote, findPrice } from "./find-price.ts";

/** What a token of the config was last seen to cost by a Unix second; undefined where it has no price or none was seen. */
export type PriceBook = (token: string, at: number) => StatementPrice | undefined;

/** Reads all quotes of a stretch of time at once, for whoever needs prices of many of its moments. */
export function openPriceBook(app: App, span: Period): PriceBook {
  const quoted = openQuoteBook(app, span);
  return (token, at) => {
    const price = app.config.tokens[token]?.price;
    return price === undefined ? undefined : quoted(price, at);
  };
}

/** The same by a price's own name. */
export function openQuoteBook(app: App, span: Period): (price: string, at: number) => StatementPrice | undefined {
  const known = new Map<string, QuoteRow[]>();
  const quotesOf = (price: string): QuoteRow[] => {
    const quotes = known.get(price) ?? readQuotes(app, price, span);
    known.set(price, quotes);
    return quotes;
  };
  const find: FindQuote = (price, at) => {
    const quotes = quotesOf(price);
    return quotes[countWhile(quotes, (quote) => quote.at <= at) - 1];
  };
  return (price, at) => findPrice(app, price, at, find);
}

function readQuotes({ db }: App, price: string, { from, to }: Period): QuoteRow[] {
  return listQuotes(db, price, { from: findQuoteAt(db, price, from)?.at ?? from, to });
}
