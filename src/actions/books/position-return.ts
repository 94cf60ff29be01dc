import type { App } from "../../app.ts";
import type { Movement } from "../../core/treasury/apr.ts";
import { sumUsd, valueUsd } from "../../core/treasury/money.ts";
import type { PositionFacts, Stretch } from "../../core/treasury/position-account.ts";
import { moneyWeighted } from "../../core/treasury/returns/money-weighted.ts";
import { perYear } from "../../core/treasury/returns/per-year.ts";
import { type Inflation, inflationBetween, realReturn } from "../../core/treasury/returns/real.ts";
import { isBrokenAtFlows, type Span } from "../../core/treasury/returns/span.ts";
import { timeWeighted } from "../../core/treasury/returns/time-weighted.ts";
import type { StatementPrice, Usd } from "../../core/treasury/statement.ts";
import { priceOf } from "./look-back.ts";

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

type Read = { block: bigint; at: number };
type Mark = Read & { usd: bigint };
type Valued = Movement & { block: bigint };

/** The return over a stretch; undefined where an end is unread or unpriced, or more was owed than held. */
export function positionReturn(app: App, legs: readonly PositionFacts[], stretch: Stretch): PositionReturn | undefined {
  const marks = marksOf(app, legs, stretch);
  const [first, last] = [marks.at(0), marks.at(-1)];
  if (!first || !last || first.block === last.block || first.usd < 0n || last.usd < 0n) return undefined;
  const spans = spansOf(app, legs, marks);
  const flows = spans?.flatMap((span) => span.flows);
  const gained = spans && timeWeighted(spans);
  if (flows === undefined || gained === undefined) return undefined;
  const [from, to] = [first.at, last.at];
  return {
    timeWeighted: gained,
    yearly: perYear(gained, from, to),
    moneyWeighted: moneyWeighted({ from, to, opening: first.usd, closing: last.usd, flows }),
    isExact: spans?.every(isBrokenAtFlows) ?? false,
    real: afterInflation(app, gained, from, to),
  };
}

function afterInflation({ config }: App, gained: bigint, from: number, to: number): PositionReturn["real"] {
  const inflation = config.inflation && inflationBetween(config.inflation.series, from, to);
  return inflation && { ...inflation, afterwards: realReturn(gained, inflation.rate) };
}

/** The readings next to each flow, and those at the ends, valued. One in between that has no price is left out; an end is not. */
function marksOf(app: App, legs: readonly PositionFacts[], { opening, closing }: Stretch): Mark[] {
  const all = legs[0]?.readings ?? [];
  const reads = all.filter(
    ({ block }) => opening !== undefined && closing !== undefined && block >= opening && block <= closing,
  );
  const flows = legs.flatMap((leg) => leg.flows);
  const isMoved = (before: Read | undefined, after: Read | undefined) =>
    before === undefined ||
    after === undefined ||
    flows.some(({ block }) => block > before.block && block <= after.block);
  const wanted = reads.filter((read, index) => isMoved(reads[index - 1], read) || isMoved(read, reads[index + 1]));
  const valued = wanted.map((read) => ({ block: read.block, at: read.at, usd: worthAt(app, legs, read) }));
  if (valued.at(0)?.usd === undefined || valued.at(-1)?.usd === undefined) return [];
  return valued.flatMap(({ usd, ...read }) => (usd === undefined ? [] : [{ ...read, usd }]));
}

function worthAt(app: App, legs: readonly PositionFacts[], { block, at }: Read): Usd {
  return sumUsd(
    legs.map(({ readings, token }) => {
      const amount = readings.find((reading) => reading.block === block)?.amount;
      return amount === 0n ? 0n : valueUsd(amount, token, priceOf(app, token.name, at));
    }),
  );
}

/** What moved is valued at the prices of the reading that first holds it, which are of the same moment as the worth it is held against. */
function spansOf(app: App, legs: readonly PositionFacts[], marks: readonly Mark[]): Span[] | undefined {
  const spans: Span[] = [];
  for (const [index, to] of marks.entries()) {
    const from = marks[index - 1];
    if (from === undefined) continue;
    const flows = legs.flatMap((leg) => movements(leg, from, to, priceOf(app, leg.token.name, to.at)));
    const known = flows.filter((flow) => flow !== undefined);
    if (known.length < flows.length) return undefined;
    spans.push({ from: from.at, to: to.at, opening: from.usd, closing: to.usd, flows: known });
  }
  return spans;
}

function movements(
  { flows, token }: PositionFacts,
  from: Read,
  to: Read,
  price: StatementPrice | undefined,
): (Valued | undefined)[] {
  return flows
    .filter(({ block }) => block > from.block && block <= to.block)
    .map(({ at, block, direction, amount }) => {
      const usd = valueUsd(amount, token, price);
      return usd === undefined ? undefined : { at, block, amount: direction === "in" ? usd : -usd };
    });
}
