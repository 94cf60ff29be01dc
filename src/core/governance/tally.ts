import type { BallotChoice } from "./ballot.ts";

/** Why a vote came out as it did, in the order it was decided. */
export type Outcome = "passed" | "rejected" | "no-quorum";

/** A count: weights in the electorate's smallest unit, and what the rule pack makes of them. */
export type Tally = {
  weights: Readonly<Record<BallotChoice, bigint>>;
  voters: Readonly<Record<BallotChoice, number>>;
  /** Weight that counts toward the quorum, and what is needed; needed is undefined where the whole weight is unknown. */
  quorum: { reached: bigint; needed: bigint | undefined; met: boolean };
  /** For as a share of For + Against in millionths, floored; undefined when nobody took a side. */
  approval: bigint | undefined;
  outcome: Outcome;
  /** One plain sentence for each rule applied. */
  reasons: readonly string[];
};
