import { HOUR, WEEK, YEAR } from "../seconds.ts";

/** Blocks do not fall on the second: a week between two blocks may be so much shorter. */
const SLACK = HOUR;

const MILLION = 1_000_000n;

/** Whether a stretch is long enough for a rate per year: a week, give or take an hour. */
export function isYearly(from: number, to: number): boolean {
  return to - from >= WEEK - SLACK;
}

/** Principal that moved: positive when put in. */
export type Movement = { at: number; amount: bigint };

/**
 * The realised rate per year, simple, in millionths, rounded toward zero: income over the principal held, weighted by the
 * seconds it was held (the denominator of Modified Dietz). Undefined for less than a week between the blocks, and where no principal was held.
 */
export function realisedApr(
  income: bigint,
  opening: bigint,
  movements: readonly Movement[],
  from: number,
  to: number,
): bigint | undefined {
  if (!isYearly(from, to)) return undefined;
  const held = movements.reduce(
    (sum, { at, amount }) => sum + amount * BigInt(to - Math.min(Math.max(at, from), to)),
    opening * BigInt(to - from),
  );
  return held > 0n ? (income * BigInt(YEAR) * MILLION) / held : undefined;
}
