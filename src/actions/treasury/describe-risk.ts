import type { App } from "../../app.ts";
import { sumKnownUsd } from "../../core/treasury/money.ts";
import { type Concentration, concentration } from "../../core/treasury/risk/concentration.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { doubtedPrices } from "../books/find-price.ts";
import { type DebtView, describeDebts } from "./describe-debts.ts";
import { describePegs, type PegView } from "./describe-pegs.ts";
import { describeRunway, type RunwayView } from "./describe-runway.ts";
import { describeUnlocks, type UnlocksView } from "./describe-unlocks.ts";
import { type HeldLeg, listHeldLegs } from "./list-held-legs.ts";

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
  const { legs, unread } = listHeldLegs(app, now);
  const pegs = describePegs(app, legs, now);
  const held = legs.filter(({ kind }) => kind !== "debt");
  const gross = sumKnownUsd(held.map(({ usd }) => usd));
  return {
    isEmpty: legs.length === 0,
    ...{ gross, unread, pegs, now, timeZone: app.config.timeZone },
    owed: -sumKnownUsd(legs.filter(({ kind }) => kind === "debt").map(({ usd }) => usd)),
    locked: sumKnownUsd(legs.filter(({ kind }) => kind === "locked").map(({ usd }) => usd)),
    byAsset: shares(held, gross, ({ asset }) => asset),
    byProtocol: shares(held, gross, ({ protocol }) => protocol),
    byIssuer: shares(held, gross, ({ issuer }) => issuer),
    byChain: shares(held, gross, ({ chainName }) => chainName),
    debts: describeDebts(app, legs, now),
    unlocks: describeUnlocks(app, legs, now),
    doubted: doubtedPrices(app, Object.keys(app.config.prices), now),
    unpriced: [...new Set(legs.filter(({ usd }) => usd === undefined).map(({ token }) => token.symbol))],
    runway: describeRunway(app, { legs, pegs }, now),
  };
}

function shares(held: readonly HeldLeg[], gross: bigint, nameOf: (leg: HeldLeg) => string | undefined) {
  const exposures = held.flatMap((leg) => {
    const name = nameOf(leg);
    return name === undefined ? [] : [{ name, usd: leg.usd ?? 0n }];
  });
  return concentration(exposures, gross);
}
