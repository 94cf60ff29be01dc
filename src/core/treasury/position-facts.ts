import type { LegKind } from "./legs.ts";
import type { StatementToken } from "./statement.ts";

/** What a leg held at a block, negative for a debt; `shares` where it has any, `growth` of its pool at a scale of 1e27. */
export type ReadingFact = {
  block: bigint;
  at: number;
  amount: bigint;
  shares: bigint | undefined;
  growth?: bigint | undefined;
  /** The rate its protocol promised: simple, a year, at a scale of 1e27. */
  quoted?: bigint | undefined;
  /** Of a debt: how many times its collateral covers it before it is liquidated, at a scale of 1e18. */
  health?: bigint | undefined;
  /** What of the amount unlocks when, in Unix seconds. */
  unlocks?: readonly { at: number; amount: bigint }[] | undefined;
};

/** What one log moved into or out of a leg, in the token's smallest unit, never negative, and how many shares that was, where it is known. */
export type FlowFact = {
  transaction: string;
  logIndex: number;
  /** Its place among what the same log says of the leg. */
  part: number;
  block: bigint;
  at: number;
  direction: "in" | "out";
  amount: bigint;
  shares?: bigint | undefined;
  /** Who paid it or was paid, where the log says so. */
  counterparty?: string | undefined;
  /** Whether it was earned: paid by somebody whose payments are income. */
  isIncome?: boolean;
};

/** Everything the books know about a leg of a position, oldest first. */
export type PositionFacts = {
  position: string;
  leg: string;
  kind: LegKind;
  label: string;
  protocol: string;
  chain: number;
  token: StatementToken;
  readings: readonly ReadingFact[];
  flows: readonly FlowFact[];
  /** Of what can be claimed: the leg of the same token that it is earned on. */
  earnedOn?: Pick<PositionFacts, "readings" | "flows"> | undefined;
};
