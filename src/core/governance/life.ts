import type { Threshold } from "./rule-pack.ts";

/** The periods and doors of a proposal's life, in seconds; the engine holds them and checks that they make sense. */
export type Life = {
  /** What its author alone must hold to propose. */
  proposer?: Threshold;
  /** What its sponsors together must hold; below it a proposal in review is withdrawn, where so declared. */
  sponsorship?: { threshold: Threshold; withdrawWhenBelow: boolean };
  reviewSeconds?: number;
  /** Between opening and the first ballot. */
  votingDelaySeconds?: number;
  votingSeconds?: number;
  /** Between passing and execution. */
  timelockSeconds?: number;
  /** After the timelock, until it can no longer be executed. */
  graceSeconds?: number;
};
