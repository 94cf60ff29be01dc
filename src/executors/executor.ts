import type { Address, Hex } from "viem";
import type { z } from "zod";
import type { LogFilter, RawLog, Read } from "../chain/chain.ts";
import type { Kind, Settings } from "../config/schema.ts";
import type { Action } from "../core/governance/proposal.ts";

/** An id that follows from the actions alone, known before the vote opens. */
export type Prediction = { kind: string; label: string; id: string };

/** A call for a treasurer's own wallet to sign: the bytes, and the same in words. */
export type PreparedCall = {
  chain: number;
  to: Address;
  value: bigint;
  data: Hex;
  /** As the treasurer's wallet and the explorer name it: `propose(address[],…)`. */
  signature: string;
  args: readonly { name: string; type: string; value: string }[];
};

/** The states a hand-off can be seen in, by one word each; `waiting` before the chain knows it. */
const executionStates = [
  "waiting",
  "pending",
  "active",
  "succeeded",
  "queued",
  "executed",
  "defeated",
  "canceled",
  "expired",
] as const;

/** One of the states in which a hand-off can be seen on chain. */
export type ExecutionState = (typeof executionStates)[number];

/** What a hand-off looked like at a block; facts are numbers and words as text. */
export type ExecutionSeen = { state: ExecutionState; facts: Readonly<Record<string, string>> };

/** Which logs tell of a hand-off's life, and what state each brought about. */
export type Milestones = { filter: LogFilter; stateOf: (log: RawLog) => ExecutionState | undefined };

/** One executor of the config: who can carry actions out on chain, and how. Knows no key. */
export type BoundExecutor = {
  name: string;
  kind: string;
  chain: number;
  /** Every id that follows from the actions; the first is the one a hand-off is known by. */
  predict: (actions: readonly Action[], description: string) => readonly Prediction[];
  prepare: (actions: readonly Action[], description: string) => PreparedCall;
  follow: (onchainId: string, predictions: readonly Prediction[]) => Read<ExecutionSeen>;
  milestones: (onchainId: string, predictions: readonly Prediction[]) => Milestones;
};

/** A kind of executor: what it needs to be told, and how it is bound to that. */
export type ExecutorKind = Kind & { bind: (name: string, settings: Settings) => BoundExecutor };

/** Declares a kind; `bind` gets the settings its own schema has parsed. */
export function executorKind<Schema extends z.ZodObject>(
  kind: string,
  schema: Schema,
  bind: (name: string, settings: z.output<Schema>) => BoundExecutor,
): ExecutorKind {
  return { kind, schema, bind: (name, settings) => bind(name, settings as unknown as z.output<Schema>) };
}

/** The states that nothing can follow, so that a hand-off in one needs no more watching. */
export const finalStates: readonly ExecutionState[] = ["executed", "defeated", "canceled", "expired"];
