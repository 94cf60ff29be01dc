import type { Address, Hex } from "viem";
import type { SightingStep } from "../../executors/executor.ts";

/** The event that something unasked is kept in. */
export const UNASKED = "unasked-seen";

/** What was seen that no vote asked for, as it is kept. */
export type Unasked = {
  executor: string;
  chain: number;
  contract: Address;
  id: string;
  step: SightingStep;
  /** At most so many as are kept; undefined where nobody can tell. */
  calls: readonly KeptCall[] | undefined;
  /** How many there are in all. */
  count: number;
  by: Address | undefined;
  sender: Address | undefined;
  description: string | undefined;
  transaction: Hex;
  block: string;
  at: number;
  /** A vote that asks for just this, but had not passed; and its state then. */
  vote: number | undefined;
  voteState: string | undefined;
  /** A passed vote that makes the same calls under another id. */
  twin: number | undefined;
};

/** A call as it is kept: numbers as text, calldata cut where it is very long. */
export type KeptCall = { target: Address; value: string; calldata: Hex; bytes: number; delegate: boolean };
