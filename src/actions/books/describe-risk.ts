import type { App } from "../../app.ts";
import { sumKnownUsd } from "../../core/treasury/money.ts";
import { type Concentration, concentration } from "../../core/treasury/risk/concentration.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { type DebtView, describeDebts } from "./describe-debts.ts";
import { describePegs, type PegView } from "./describe-pegs.ts";
import { describeRunway, type RunwayView } from "./describe-runway.ts";
import { describeUnlocks, type UnlocksView } from "./describe-unlocks.ts";
import { doubtedPrices } from "./find-price.ts";
import { type Holding, listHoldings } from "./list-holdings.ts";

/** What the treasury risks, from stored facts alone; money in USD 1e-8. */
export type RiskView = {
  /** Nothing is held and nothing owed, whatever it would be worth. */
  isEmpty: boolean;
  /** All that is held and has a price; what is owed (positive) is never taken off it. */
  gross: bigint;
  owed: bigint;
  locked: bigint;
  /** The one nearest to liquidation first. */
  debts: readonly DebtView[];
  unlocks: UnlocksView;
  byAsset: Concentration | undefined;
  /** Over all that is held: plain balances lie in no protocol, and count as spread. */
  byProtocol: Concentration | undefined;
  /** By who stands behind a token; those that the config names nobody for count as spread. */
  byIssuer: Concentration | undefined;
  byChain: Concentration | undefined;
  pegs: readonly PegView[];
  /** Prices that something speaks against. */
  doubted: readonly StatementPrice[];
  /** Symbols of what is held without a price that can be used, and labels of positions never read. */
  unpriced: readonly string[];
  unread: readonly string[];
  runway: RunwayView;
  now: number;
  timeZone: string;
};

/** Describes concentration, pegs, prices and runway as they are now. */
export function describeRisk(app: App): RiskView {
  const now = app.now();
  const { holdings, unread } = listHoldings(app, now);
  const pegs = describePegs(app, holdings, now);
  const held = holdings.filter(({ kind }) => kind !== "debt");
  const gross = sumKnownUsd(held.map(({ usd }) => usd));
  return {
    isEmpty: holdings.length === 0,
    ...{ gross, unread, pegs, now, timeZone: app.config.timeZone },
    owed: -sumKnownUsd(holdings.filter(({ kind }) => kind === "debt").map(({ usd }) => usd)),
    locked: sumKnownUsd(holdings.filter(({ kind }) => kind === "locked").map(({ usd }) => usd)),
    byAsset: shares(held, gross, ({ asset }) => asset),
    byProtocol: shares(held, gross, ({ protocol }) => protocol),
    byIssuer: shares(held, gross, ({ issuer }) => issuer),
    byChain: shares(held, gross, ({ chainName }) => chainName),
    debts: describeDebts(app, holdings, now),
    unlocks: describeUnlocks(app, holdings, now),
    doubted: doubtedPrices(app, Object.keys(app.config.prices), now),
    unpriced: [...new Set(holdings.filter(({ usd }) => usd === undefined).map(({ token }) => token.symbol))],
    runway: describeRunway(app, { holdings, pegs }, now),
  };
}

function shares(held: readonly Holding[], gross: bigint, nameOf: (holding: Holding) => string | undefined) {
  const exposures = held.flatMap((holding) => {
    const name = nameOf(holding);
    return name === undefined ? [] : [{ name, usd: holding.usd ?? 0n }];
  });
  return concentration(exposures, gross);
}
