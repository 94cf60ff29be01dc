import type { LegKind } from "../legs.ts";
import type { FlowFact, ReadingFact } from "../position-facts.ts";

type Range = { least: bigint; most: bigint };

/**
 * What shares came (positive) or went without a logged payment, in the asset's smallest unit, rounded toward zero: their part of what is held at the
 * end, or at the beginning where nothing is left. A payment whose shares are told explains exactly those. One that is told as an amount can only have
 * been exchanged at a share price between those of two readings, so the shares it explains lie in a range, for prices that move one way between
 * readings; what lies outside is unexplained. Undefined where a reading has no shares, or where a pool's flow tells none.
 */
export function unexplainedOf(
  kind: LegKind,
  readings: readonly ReadingFact[],
  flows: readonly FlowFact[],
): bigint | undefined {
  if (kind === "debt") return unexplainedDebt(readings, flows);
  // A pool exchanges its tokens for each other: what an amount was in shares cannot be told from its readings.
  const isTold = kind !== "pooled" || flows.every(({ shares }) => shares !== undefined);
  return isTold ? unexplainedAmount(readings, flows) : undefined;
}

/** A debt is looked at as what the lender holds: what goes out of the leg was lent to it. */
function unexplainedDebt(readings: readonly ReadingFact[], flows: readonly FlowFact[]): bigint | undefined {
  const held = readings.map(({ amount, shares, ...reading }) => {
    return { ...reading, amount: -amount, shares: shares === undefined ? undefined : -shares };
  });
  const lent = flows.map((flow) => ({ ...flow, direction: flow.direction === "in" ? "out" : "in" }) as const);
  const unexplained = unexplainedAmount(held, lent);
  return unexplained === undefined ? undefined : -unexplained;
}

function unexplainedAmount(readings: readonly ReadingFact[], flows: readonly FlowFact[]): bigint | undefined {
  let sum = 0n;
  for (let index = 1; index < readings.length; index++) {
    const before = readings[index - 1];
    const after = readings[index];
    if (before?.shares === undefined || after?.shares === undefined) return undefined;
    const between = flows.filter(({ block }) => block > before.block && block <= after.block);
    sum += unexplainedBetween({ ...before, shares: before.shares }, { ...after, shares: after.shares }, between);
  }
  return readings.some(({ shares }) => shares === undefined) ? undefined : sum;
}

type Priced = { amount: bigint; shares: bigint };

function unexplainedBetween(before: Priced, after: Priced, flows: readonly FlowFact[]): bigint {
  const priced = [before, after].filter(({ shares, amount }) => shares > 0n && amount > 0n);
  const isTold = flows.every(({ shares }) => shares !== undefined);
  // Where one end holds nothing, the price of the first deposit or the last withdrawal is not known: it cannot be judged.
  if (!isTold && priced.length < 2) return 0n;
  const moved = after.shares - before.shares;
  const { least, most } = explainedShares(flows, priced);
  const outside = moved > most ? moved - most : moved < least ? moved - least : 0n;
  const worth = [after, before, ...flows].find((one): one is Priced => (one.shares ?? 0n) > 0n);
  return worth ? (outside * worth.amount) / worth.shares : 0n;
}

function explainedShares(flows: readonly FlowFact[], priced: readonly Priced[]): Range {
  return flows.reduce<Range>(
    (range, { direction, amount, shares }) => {
      const { least, most } = shares === undefined ? sharesFor(amount, priced) : { least: shares, most: shares };
      return direction === "in"
        ? { least: range.least + least, most: range.most + most }
        : { least: range.least - most, most: range.most - least };
    },
    { least: 0n, most: 0n },
  );
}

/** A read amount is floored: the true one lies within a unit above it. One share either way is the vault's own rounding. */
function sharesFor(amount: bigint, priced: readonly Priced[]): Range {
  const least = priced.map((end) => (amount * end.shares) / (end.amount + 1n));
  const most = priced.map((end) => (amount * end.shares) / end.amount);
  return { least: smallest(least) - 1n, most: largest(most) + 2n };
}

function smallest(values: readonly bigint[]): bigint {
  return values.reduce((low, value) => (value < low ? value : low));
}

function largest(values: readonly bigint[]): bigint {
  return values.reduce((high, value) => (value > high ? value : high));
}
