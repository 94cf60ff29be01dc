import type { FlowFact, ReadingFact } from "./position-account.ts";

type Range = { least: bigint; most: bigint };

/**
 * What shares came (positive) or went without a logged payment, in the asset's smallest unit, rounded toward zero.
 * Between two readings a payment can only have been exchanged at a share price between theirs, so the shares it explains lie in
 * a range; what lies outside is unexplained. Undefined where a reading has no shares. Holds for prices that move one way between readings.
 */
export function unexplainedAmount(readings: readonly ReadingFact[], flows: readonly FlowFact[]): bigint | undefined {
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

type Priced = ReadingFact & { shares: bigint };

function unexplainedBetween(before: Priced, after: Priced, flows: readonly FlowFact[]): bigint {
  const moved = after.shares - before.shares;
  const priced = [before, after].filter(({ shares, amount }) => shares > 0n && amount > 0n);
  const last = priced.at(-1);
  if (last === undefined) return 0n;
  // Where one end holds nothing, the price of the first deposit or the last withdrawal is not known: it cannot be judged.
  if (priced.length < 2 && flows.length > 0) return 0n;
  const { least, most } = explainedShares(flows, priced);
  const outside = moved > most ? moved - most : moved < least ? moved - least : 0n;
  return (outside * last.amount) / last.shares;
}

function explainedShares(flows: readonly FlowFact[], priced: readonly Priced[]): Range {
  return flows.reduce<Range>(
    (range, { direction, amount }) => {
      const shares = sharesFor(amount, priced);
      return direction === "in"
        ? { least: range.least + shares.least, most: range.most + shares.most }
        : { least: range.least - shares.most, most: range.most - shares.least };
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
