import { apportion } from "./apportion.ts";

/** What each choice has: exact scores, with what 100 % is in their unit; and weights for reading that add up to what was cast. */
export type Scores = {
  scores: readonly bigint[];
  whole: bigint;
  weights: readonly bigint[];
  voters: readonly number[];
};

/** Choices with no score at all have no share either; floored, with what is left by largest remainder. */
export function weighScores(scores: readonly bigint[], cast: bigint): bigint[] {
  const whole = scores.reduce((sum, score) => sum + score, 0n);
  return whole === 0n ? scores.map(() => 0n) : apportion(cast, scores);
}

/** A choice's index, which has to be one of the contest's: anything else is a fault of the caller, not of a voter. */
export function requireIndex(choice: unknown, count: number): number {
  if (typeof choice === "number" && Number.isInteger(choice) && choice >= 0 && choice < count) return choice;
  throw new TypeError(`A ballot names choice ${String(choice)} of ${count}.`);
}
