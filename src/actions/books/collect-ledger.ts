import { listFlowsFrom } from "../../../db/flows.ts";
import { listDailyReadings } from "../../../db/readings.ts";
import { paidTo } from "../../../db/rewards.ts";
import type { App } from "../../app.ts";
import { DAY } from "../../core/seconds.ts";
import { byPosition, type PositionLegs } from "../../core/treasury/by-position.ts";
import type { CostMethod } from "../../core/treasury/ledger/lots.ts";
import { paymentName } from "../../core/treasury/ledger/posting.ts";
import { valueUsd } from "../../core/treasury/money.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { PositionFacts } from "../../core/treasury/position-facts.ts";
import type { StatementFacts } from "../../core/treasury/statement/statement-facts.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { tokenOf } from "../token-of.ts";
import { flowFact, readingFact } from "./collect-books.ts";
import { priceOf } from "./find-price.ts";
import { treasuryAccounts } from "./treasury-accounts.ts";

type Collected = NonNullable<StatementFacts["ledger"]>;

/** What a ledger over a period is kept from, all the way back. Prices are those that were known at each moment. */
export function collectLedger(app: App, legs: readonly PositionFacts[], period: Period, method: CostMethod): Collected {
  return { ...collectMoves(app, legs, period), legs: legsSinceFirst(app, legs), method };
}

/** The same of legs as they were collected: enough to tell what came and went in the period, not what it had cost before, by whichever method. */
export function collectMoves(app: App, legs: readonly PositionFacts[], period: Period): Collected {
  const price = rememberedPrices(app);
  return {
    legs,
    value: (name, units, at) => {
      const token = tokenOf(app, name);
      return valueUsd(units, token, price(name, at));
    },
    method: "average",
    rewarded: collectRewarded(app, period),
  };
}

/** Legs as they were collected for a stretch of time, and before it all their flows and the last reading of each day, back to the first. */
export function legsSinceFirst(app: App, legs: readonly PositionFacts[]): PositionFacts[] {
  return byPosition(legs).flatMap((own) => withPast(app, own));
}

function withPast(app: App, legs: PositionLegs): PositionFacts[] {
  const [{ position, readings: collected }] = legs;
  const since = collected[0]?.at ?? Number.POSITIVE_INFINITY;
  const past = Number.isFinite(since) ? listDailyReadings(app.db, position, since) : [];
  const flows = listFlowsFrom(app.db, position, 0);
  return legs.map((facts) => ({
    ...facts,
    readings: [...past.filter(({ leg }) => leg === facts.leg).map(readingFact), ...facts.readings],
    flows: flows.filter(({ leg }) => leg === facts.leg).map((row) => flowFact(app, row)),
  }));
}

/** What nodes earned the treasury's own accounts, a little more than the period: blocks stand for its ends. */
function collectRewarded(app: App, { from, to }: Period): ReadonlyMap<string, bigint> {
  const rewarded = new Map<string, bigint>();
  for (const [source, { chain }] of Object.entries(app.config.rewards)) {
    const accounts = treasuryAccounts(app, chain).map(({ address }) => address);
    for (const { transaction, token, amount } of paidTo(app.db, source, accounts, { from: from - DAY, to })) {
      const name = paymentName(chain, transaction, token);
      rewarded.set(name, (rewarded.get(name) ?? 0n) + amount);
    }
  }
  return rewarded;
}

/** Many entries are of the same moment: each price is looked up once for it. */
function rememberedPrices(app: App): (token: string, at: number) => StatementPrice | undefined {
  const known = new Map<string, StatementPrice | undefined>();
  return (token, at) => {
    const key = `${token} ${at}`;
    if (!known.has(key)) known.set(key, priceOf(app, token, at));
    return known.get(key);
  };
}
