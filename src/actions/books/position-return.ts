import type { App } from "../../app.ts";
import { sumUsd, valueUsd } from "../../core/treasury/money.ts";
import type { PositionFacts, Stretch } from "../../core/treasury/position-account.ts";
import { breakAtFlows, type Read } from "../../core/treasury/returns/break-at-flows.ts";
import { moneyWeighted } from "../../core/treasury/returns/money-weighted.ts";
import { perYear } from "../../core/treasury/returns/per-year.ts";
import { type Inflation, inflationBetween, realReturn } from "../../core/treasury/returns/real.ts";
import { isBrokenAtFlows, type Span } from "../../core/treasury/returns/span.ts";
import { timeWeighted } from "../../core/treasury/returns/time-weighted.ts";
import type { Usd } from "../../core/treasury/statement.ts";
import type { PriceBook } from "./price-book.ts";

/** What a position returned in USD, prices included, over a stretch between two readings; rates at a scale of 1e27. */
export type PositionReturn = {
  timeWeighted: bigint;
  /** The same per year; undefined for less than a week. */
  yearly: bigint | undefined;
  moneyWeighted: bigint | undefined;
  /** False where money moved between two readings: that part is Modified Dietz. */
  isExact: boolean;
  /** After inflation, where the config has a series that reaches. */
  real: (Inflation & { afterwards: bigint }) | undefined;
};

/** The return over a stretch; undefined where an end is unread or unpriced, or more was owed than held. */
export function positionReturn(
  app: App,
  legs: readonly PositionFacts[],
  { opening, closing }: Stretch,
  price: PriceBook,
): PositionReturn | undefined {
  if (opening === undefined || closing === undefined) return undefined;
  const reads = (legs[0]?.readings ?? []).filter(({ block }) => block >= opening && block <= closing);
  const spans = breakAtFlows({
    reads,
    flows: legs.flatMap((leg) => leg.flows.map((flow) => ({ ...flow, token: leg.token }))),
    worth: worthOf(legs, price),
    value: ({ direction, amount, token }, { at }) =>
      valueUsd(direction === "in" ? amount : -amount, token, price(token.name, at)),
  });
  return spans && returnOver(app, spans);
}

function returnOver(app: App, spans: readonly Span[]): PositionReturn | undefined {
  const [first, last] = [spans.at(0), spans.at(-1)];
  const gained = timeWeighted(spans);
  if (!first || !last || gained === undefined || first.opening < 0n || last.closing < 0n) return undefined;
  const { from, opening } = first;
  const { to, closing } = last;
  return {
    timeWeighted: gained,
    yearly: perYear(gained, from, to),
    moneyWeighted: moneyWeighted({ from, to, opening, closing, flows: spans.flatMap(({ flows }) => flows) }),
    isExact: spans.every(isBrokenAtFlows),
    real: afterInflation(app, gained, from, to),
  };
}

function afterInflation({ config }: App, gained: bigint, from: number, to: number): PositionReturn["real"] {
  const inflation = config.inflation && inflationBetween(config.inflation.series, from, to);
  return inflation && { ...inflation, afterwards: realReturn(gained, inflation.rate) };
}

/** All legs together at a reading, at the prices of that moment. */
function worthOf(legs: readonly PositionFacts[], price: PriceBook): (read: Read) => Usd {
  const amounts = legs.map(({ readings }) => new Map(readings.map(({ block, amount }) => [block, amount])));
  return ({ block, at }) =>
    sumUsd(
      legs.map(({ token }, index) => {
        const amount = amounts[index]?.get(block);
        return amount === 0n ? 0n : valueUsd(amount, token, price(token.name, at));
      }),
    );
}
