import type { BallotChoice } from "./ballot.ts";

/** Shares are integers of millionths: 500,000n is 50 %. */
export const WHOLE = 1_000_000n;

/** How much weight must take part: a share of the electorate's whole weight (floored), or a fixed weight. */
export type Quorum =
  | { kind: "share"; share: bigint; counts: readonly BallotChoice[] }
  | { kind: "absolute"; weight: bigint; counts: readonly BallotChoice[] };

/** How votes count and pass, frozen into every proposal. */
export type RulePack = {
  title: string;
  counting: "for-against-abstain";
  quorum: Quorum;
  /** What share of For + Against must be For. */
  approval: { share: bigint; comparison: "more-than" | "at-least" };
};
