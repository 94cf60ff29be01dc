import type { ReadingFact } from "../position-facts.ts";

/**
 * What a side of a pool earned between its readings, in the token's smallest unit, rounded toward zero. Between two readings a unit of the
 * pool grew from one growth to the other by fees; what that made of the side's amount is income, on the shares that were held all the while.
 * A pool that tells no growth keeps its fees apart: 0. Never negative but where the pool lost what it held.
 */
export function poolIncome(readings: readonly ReadingFact[]): bigint {
  let sum = 0n;
  for (let index = 1; index < readings.length; index++) {
    const before = readings[index - 1];
    const after = readings[index];
    if (!before?.growth || !after?.growth) continue;
    const grown = after.amount * (after.growth - before.growth);
    sum += heldThroughout(grown, before.shares, after.shares) / after.growth;
  }
  return sum;
}

function heldThroughout(grown: bigint, before: bigint | undefined, after: bigint | undefined): bigint {
  if (before === undefined || after === undefined || after === 0n || before >= after) return grown;
  return (grown * before) / after;
}
