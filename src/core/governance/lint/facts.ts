import type { Address, Hex } from "viem";
import type { Action } from "../proposal.ts";

/** An address that the community knows, and what it is to them. */
export type KnownAddress = { address: Address; label: string };

/** A call, and what has been found out about it. */
export type CallFacts = {
  action: Action;
  /** Every address that it names, besides its target. */
  addresses: readonly Address[];
  /** Whether the config names its target at all, and whether it names this function of it. */
  isKnownTarget: boolean;
  isKnownFunction: boolean;
  /** The parameter of the config that this function sets; undefined where it sets none. */
  sets: string | undefined;
  /** The target's code, and the code behind it where it is a proxy. */
  code: Hex;
  implementation: { address: Address; code: Hex } | undefined;
  /** Whether the target is older than what counts as fresh; undefined where that was not looked at, `unknown` where it could not be. */
  isFresh: boolean | "unknown" | undefined;
};

/** What would be paid of one coin in all, and what there is of it; both in smallest units. */
export type Spending = { symbol: string; decimals: number; paid: bigint; held: bigint | undefined };

/** All that the rules look at. */
export type LintFacts = {
  calls: readonly CallFacts[];
  known: readonly KnownAddress[];
  /** In whose name calls are made, and the contract that hand-offs go to. */
  account: Address;
  executor: Address;
  /** What the author says for it. */
  text: string;
  /** The calls in the words of the card, and the symbols of the coins there are. */
  words: readonly string[];
  symbols: readonly string[];
  spendings: readonly Spending[];
  /** The part of a holding, in millionths, above which a payment is large. */
  largeValueShare: bigint;
};
