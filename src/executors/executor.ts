import type { Address, Hex } from "viem";
import type { z } from "zod";
import type { LogFilter, RawLog, Read, SentTransaction } from "../chain/chain.ts";
import type { Kind, Settings } from "../config/schema.ts";
import type { Action } from "../core/governance/proposal.ts";

/** What ids follow from besides the actions, as it was read from the executor's contract: frozen with the vote. */
export type Survey = Readonly<Record<string, string>>;

/** What an executor needs to know of an action; what the action means is of no concern here. */
export type ExecutorAction = Pick<Action, "chain" | "target" | "value" | "calldata">;

/** All that is handed off, and what its ids follow from. */
export type Mandate = { actions: readonly ExecutorAction[]; description: string; survey: Survey };

/** An id that follows from actions, description and survey, known before the vote opens. */
export type Prediction = { kind: string; label: string; id: string };

/** A call for somebody's own wallet to sign: the bytes, and the same in words. */
export type PreparedCall = {
  chain: number;
  to: Address;
  value: bigint;
  data: Hex;
  /** As a wallet and an explorer name it: `propose(address[],…)`. */
  signature: string;
  args: readonly { name: string; type: string; value: string }[];
};

/** One call on the way from a passed vote to its execution. */
export type Step = PreparedCall & {
  /** One word for a heading and a link: `propose`, `approve`, `execute`. */
  name: string;
  /** Who can send it: `an account with enough votes to propose`. */
  sender: string;
  /** In which states it is the one that the chain waits for. */
  due: readonly ExecutionState[];
};

/** A file for another tool, made from the same calls. */
export type PreparedFile = { name: string; what: string; text: string };

/** The states a hand-off can be seen in, by one word each; `waiting` before the chain knows it. */
const executionStates = [
  "waiting",
  "pending",
  "active",
  "succeeded",
  "approving",
  "approved",
  "queued",
  "ready",
  "executed",
  "defeated",
  "canceled",
  "expired",
  "failed",
  "replaced",
] as const;

/** One of the states in which a hand-off can be seen on chain. */
export type ExecutionState = (typeof executionStates)[number];

/** What a hand-off looked like at a block; facts are numbers and words as text. */
export type ExecutionSeen = { state: ExecutionState; facts: Readonly<Record<string, string>> };

/** A state and the log that brought it about; none where only time did. */
export type Milestone = { state: ExecutionState; log: RawLog | undefined };

/** Which logs tell of a hand-off's life. */
export type Milestones = {
  filter: LogFilter;
  /** What brought about the state that was seen, from logs in chain order; undefined where the state is in doubt without more of them. */
  find: (logs: readonly RawLog[], seen: ExecutionSeen) => Milestone | undefined;
};

/** What can be done with an executor's contracts, by one word each. */
export type SightingStep =
  | "proposed"
  | "scheduled"
  | "approved"
  | "queued"
  | "executed"
  | "failed"
  | "cancelled"
  | "by-module";

/** A call as it was seen on chain; `delegate` where the other contract's code runs in the account's own name. */
export type SeenCall = { target: Address; value: bigint; calldata: Hex; delegate?: true };

/** Something that was done with an executor's contracts, as the logs of one transaction tell it. */
export type Sighting = {
  step: SightingStep;
  /** The contract that told of it. */
  contract: Address;
  /** By which id the contract knows it. */
  id: string;
  /** By which kind of prediction, and which id, a vote that asks for it is known. */
  asked: { kinds: readonly string[]; id: string };
  /** The calls it is made of; undefined where the logs do not tell. */
  calls: readonly SeenCall[] | undefined;
  /** Whom the contract names as having done it. */
  by: Address | undefined;
  description: string | undefined;
  log: RawLog;
};

/** Which logs tell what is done with an executor's contracts, by whomever. */
export type Watch = {
  filter: LogFilter;
  /** What the logs of whole blocks tell, in chain order. */
  sightings: (logs: readonly RawLog[]) => readonly Sighting[];
  /** The calls of a sighting whose logs do not tell them, from the transaction that made it. */
  callsIn: (transaction: SentTransaction) => readonly SeenCall[] | undefined;
  /** Later surveys under which the same content could have been sent, given the newest one; none where ids do not follow from such. */
  later: (frozen: Survey, now: Survey) => readonly Survey[];
};

/** One executor of the config: who can carry actions out on chain, and how. Knows no key. */
export type BoundExecutor = {
  name: string;
  kind: string;
  chain: number;
  /** The contract that hand-offs go to. */
  address: Address;
  /** In whose name calls are made, and who holds what they transfer. */
  account: Address;
  /** Reads what ids follow from besides the actions; Refusal for a contract that is not understood. */
  survey: () => Read<Survey>;
  /** What a hand-off is prepared with, given what was frozen and what is found now; Refusal where it can no longer be made. */
  renew: (frozen: Survey, now: Survey) => Survey;
  /** What only one hand-off can use up, in words: `nonce 7`; undefined where hand-offs do not stand in each other's way. */
  slot: (survey: Survey) => string | undefined;
  /** Every id that follows; the first is the one a hand-off is known by. */
  predict: (actions: readonly ExecutorAction[], description: string, survey: Survey) => readonly Prediction[];
  /** The calls to be sent, in their order, as far as they can be built from what was seen. */
  prepare: (
    actions: readonly ExecutorAction[],
    description: string,
    survey: Survey,
    seen?: ExecutionSeen,
  ) => readonly Step[];
  /** The same for other tools. */
  files: (mandate: Mandate) => readonly PreparedFile[];
  /** Code that is run in the account's own name, beside the hashes it may have; it is checked as the targets' code is. */
  borrowed: (mandate: Mandate) => readonly { address: Address; codeHashes: readonly Hex[] }[];
  /** How a hand-off stands; `last` is what was seen of it before. */
  follow: (onchainId: string, mandate: Mandate, last?: ExecutionSeen) => Read<ExecutionSeen>;
  milestones: (onchainId: string, mandate: Mandate) => Milestones;
  /** What is done with its contracts, whether or not a vote asked for it. */
  watch: Watch;
  /** Facts whose change is worth a word while the state stays. */
  news: readonly string[];
  /** The states that nothing can follow here, so that a hand-off in one needs no more watching. */
  final: readonly ExecutionState[];
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

/** What is seen of a hand-off that the chain knows nothing of. */
export const WAITING: ExecutionSeen = { state: "waiting", facts: {} };

/** The states that nothing can follow with any executor. */
export const finalStates: readonly ExecutionState[] = ["executed", "defeated", "expired", "failed", "replaced"];
