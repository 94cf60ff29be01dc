import { findQuoteAt, listQuotes } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import { sumKnownUsd } from "../../core/treasury/money.ts";
import { type Concentration, concentration } from "../../core/treasury/risk/concentration.ts";
import { type Peg, pegOf } from "../../core/treasury/risk/peg.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { describeRunway, type RunwayView } from "./describe-runway.ts";
import { doubtedPrices, findPrice } from "./find-price.ts";
import { type Holding, listHoldings } from "./list-holdings.ts";
import { DAY } from "./look-back.ts";

/** A token that is meant to be worth a dollar: undefined `peg` where it was never seen, and stale where it was seen too long ago. */
export type PegView = { symbol: string; peg: Peg | undefined; isStale: boolean };

/** What the treasury risks, from stored facts alone; money in USD 1e-8. */
export type RiskView = {
  /** All that is held and has a price; what is owed (positive) is never taken off it. */
  gross: bigint;
  owed: bigint;
  locked: bigint;
  byAsset: Concentration | undefined;
  /** Over all that is held: plain balances lie in no protocol, and count as spread. */
  byProtocol: Concentration | undefined;
  byChain: Concentration | undefined;
  pegs: readonly PegView[];
  /** Prices that something speaks against. */
  doubted: readonly StatementPrice[];
  /** Symbols of what is held without a price that can be used, and labels of positions never read. */
  unpriced: readonly string[];
  unread: readonly string[];
  runway: RunwayView;
  now: number;
};

/** Describes concentration, pegs, prices and runway as they are now. */
export function describeRisk(app: App): RiskView {
  const now = app.now();
  const { holdings, unread } = listHoldings(app, now);
  const held = holdings.filter(({ kind }) => kind !== "debt");
  const gross = sumKnownUsd(held.map(({ usd }) => usd));
  return {
    ...{ gross, unread, now },
    owed: -sumKnownUsd(holdings.filter(({ kind }) => kind === "debt").map(({ usd }) => usd)),
    locked: sumKnownUsd(holdings.filter(({ kind }) => kind === "locked").map(({ usd }) => usd)),
    byAsset: shares(held, gross, ({ token }) => token.symbol),
    byProtocol: shares(held, gross, ({ protocol }) => protocol),
    byChain: shares(held, gross, ({ chainName }) => chainName),
    pegs: describePegs(app, now),
    doubted: doubtedPrices(app, Object.keys(app.config.prices), now),
    unpriced: [...new Set(holdings.filter(({ usd }) => usd === undefined).map(({ token }) => token.symbol))],
    runway: describeRunway(app, holdings, now),
  };
}

function shares(held: readonly Holding[], gross: bigint, nameOf: (holding: Holding) => string | undefined) {
  const exposures = held.flatMap((holding) => {
    const name = nameOf(holding);
    return name === undefined ? [] : [{ name, usd: holding.usd ?? 0n }];
  });
  return concentration(exposures, gross);
}

/** A peg is judged by the quotes of the two days before the newest: positions may be read but once a day. */
function describePegs(app: App, now: number): PegView[] {
  return Object.values(app.config.tokens).flatMap(({ symbol, peg, price }) => {
    if (peg === undefined || price === undefined) return [];
    const newest = findQuoteAt(app.db, price, now);
    const quotes = newest ? listQuotes(app.db, price, { from: newest.at - 2 * DAY, to: newest.at }) : [];
    return [{ symbol, peg: pegOf(quotes), isStale: findPrice(app, price, now)?.stale ?? false }];
  });
}
