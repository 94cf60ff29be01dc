import { RAY } from "../legs.ts";
import type { Span } from "./span.ts";

/** As far as a rate is looked for: growth by a factor of e^±32 over the stretch. */
const FURTHEST = 32;
const HALVINGS = 120;

/**
 * The money-weighted return over a whole stretch (XIRR, not per year): the one rate at which what was put in would have become what was
 * taken out and what is left. At a scale of 1e27, right to twelve decimals. The one nearest to zero where several are; undefined
 * where money only came or only went, and where no rate is found.
 */
export function moneyWeighted({ from, to, opening, closing, flows }: Span): bigint | undefined {
  const length = to - from;
  if (length <= 0) return undefined;
  const cash = [
    { after: 0, amount: -opening },
    ...flows.map(({ at, amount }) => ({ after: Math.min(Math.max((at - from) / length, 0), 1), amount: -amount })),
    { after: 1, amount: closing },
  ];
  if (!cash.some(({ amount }) => amount > 0n) || !cash.some(({ amount }) => amount < 0n)) return undefined;
  const payments = cash.map(({ after, amount }) => ({ after, amount: Number(amount) }));
  const worth = (rate: number) => payments.reduce((sum, one) => sum + one.amount * Math.exp(-rate * one.after), 0);
  const bracket = findBracket(worth);
  if (bracket === undefined) return undefined;
  return BigInt(Math.round(Math.expm1(bisect(worth, ...bracket)) * 1e12)) * (RAY / 1_000_000_000_000n);
}

/** The ends nearest to zero between which the worth changes its sign. */
function findBracket(worth: (rate: number) => number): [number, number] | undefined {
  let [low, high] = [0, 0];
  for (let step = 1 / 64; high < FURTHEST; step *= 1.5) {
    const [lower, higher] = [low - step, high + step];
    if (worth(low) * worth(lower) <= 0) return [lower, low];
    if (worth(high) * worth(higher) <= 0) return [high, higher];
    [low, high] = [lower, higher];
  }
  return undefined;
}

function bisect(worth: (rate: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const sign = Math.sign(worth(low));
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (Math.sign(worth(middle)) === sign && sign !== 0) low = middle;
    else high = middle;
  }
  return high;
}
