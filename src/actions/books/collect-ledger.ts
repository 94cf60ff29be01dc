import { listFlowsFrom } from "../../../db/books.ts";
import { listDailyReadings } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { byPosition, type PositionLegs } from "../../core/treasury/by-position.ts";
import type { StatementFacts } from "../../core/treasury/make-statement.ts";
import { valueUsd } from "../../core/treasury/money.ts";
import type { PositionFacts } from "../../core/treasury/position-account.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { flowFact, readingFact, tokenOf } from "./collect-books.ts";
import { priceOf } from "./look-back.ts";

/**
 * What a ledger is kept from: the legs as they were collected for a statement, and before that all their flows and the last reading of each day, back to the
 * first. Prices are those that were known at each moment.
 */
export function collectLedger(app: App, legs: readonly PositionFacts[]): NonNullable<StatementFacts["ledger"]> {
  const price = rememberedPrices(app);
  return {
    legs: byPosition(legs).flatMap((own) => withPast(app, own)),
    value: (name, units, at) => {
      const token = tokenOf(app, name);
      return valueUsd(units, token, price(name, at));
    },
    method: app.config.costBasis,
  };
}

function withPast(app: App, legs: PositionLegs): PositionFacts[] {
  const [{ position, readings: collected }] = legs;
  const since = collected[0]?.at ?? Number.POSITIVE_INFINITY;
  const past = Number.isFinite(since) ? listDailyReadings(app.db, position, since) : [];
  const flows = listFlowsFrom(app.db, position, 0);
  return legs.map((facts) => ({
    ...facts,
    readings: [...past.filter(({ leg }) => leg === facts.leg).map(readingFact), ...facts.readings],
    flows: flows.filter(({ leg }) => leg === facts.leg).map(flowFact),
  }));
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
