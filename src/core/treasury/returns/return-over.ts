import { moneyWeighted } from "./money-weighted.ts";
import { perYear } from "./per-year.ts";
import type { PriceIndex } from "./price-index.ts";
import { type Inflation, inflationBetween, realReturn } from "./real.ts";
import { isBrokenAtFlows, type Span } from "./span.ts";
import { timeWeighted } from "./time-weighted.ts";

/** What money returned over a stretch, prices included; rates at a scale of 1e27, over the whole stretch. */
export type Return = {
  timeWeighted: bigint;
  /** The same per year; undefined for less than thirty days. */
  yearly: bigint | undefined;
  moneyWeighted: bigint | undefined;
  /** False where money moved between two readings: that part is Modified Dietz. */
  isExact: boolean;
  /** After inflation, where there is a series that reaches. */
  real: (Inflation & { afterwards: bigint }) | undefined;
};

/** The return over stretches that follow each other; undefined where one has none, or more was owed than held at an end. */
export function returnOver(spans: readonly Span[], prices: PriceIndex | undefined): Return | undefined {
  const [first, last] = [spans.at(0), spans.at(-1)];
  const gained = timeWeighted(spans);
  if (!first || !last || gained === undefined || first.opening < 0n || last.closing < 0n) return undefined;
  const { from, opening } = first;
  const { to, closing } = last;
  const inflation = prices && inflationBetween(prices, from, to);
  return {
    timeWeighted: gained,
    yearly: perYear(gained, from, to),
    moneyWeighted: moneyWeighted({ from, to, opening, closing, flows: spans.flatMap(({ flows }) => flows) }),
    isExact: spans.every(isBrokenAtFlows),
    real: inflation && { ...inflation, afterwards: realReturn(gained, inflation.rate) },
  };
}
