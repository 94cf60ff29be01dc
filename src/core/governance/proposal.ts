import type { Address, Hex } from "viem";
import { hashOf } from "../canonical.ts";
import type { FrozenElectorate } from "./electorate/source.ts";
import type { Counting, RulePack } from "./rule-pack.ts";

/** What every call that a passed vote asks the chain for has, whatever it means. */
type Call = {
  executor: string;
  chain: number;
  target: Address;
  value: bigint;
  calldata: Hex;
  /** keccak256 of the target's code when the proposal opened. */
  codeHash: Hex;
};

/** The chain's raw value when the proposal opened, and as voted: decimal text, `true`/`false`, or an address. */
export type ValueChange = {
  /** Name in the config, with its key: `operator-fee` or `region-multiplier/north`. */
  parameter: string;
  before: string;
  after: string;
};

/** Sets one parameter. */
export type ParameterAction = Call & ValueChange & { kind?: undefined };

/** Sets several parameters that the chain takes with one call. */
export type GroupAction = Call & { kind: "group"; group: string; changes: readonly ValueChange[] };

/** Pays from the executor's account; the chain's own coin where no token is named. `amount` is decimal text in smallest units. */
export type TransferAction = Call & { kind: "transfer"; token: string | undefined; to: Address; amount: string };

/** Any call, by its Solidity signature and its arguments as text. */
export type CallAction = Call & { kind: "call"; signature: string; args: readonly string[] };

/** One call that a passed vote asks the chain for. */
export type Action = ParameterAction | GroupAction | TransferAction | CallAction;

/** The parameters that a call sets. */
export function valueChangesOf(action: Action): readonly ValueChange[] {
  if (action.kind === undefined) return [action];
  return action.kind === "group" ? action.changes : [];
}

/** An id that follows from a proposal's actions and description, known before the vote opens. */
export type Prediction = {
  executor: string;
  kind: string;
  label: string;
  id: string;
  /** On the first of them: what was read of the executor, from which all of them follow as well. */
  survey?: Readonly<Record<string, string>>;
};

/** Everything that decides about a proposal, written once when its vote opens. */
export type FrozenProposal = {
  id: number;
  server: string;
  author: string;
  title: string;
  body: string;
  /** Names of what can be chosen; empty where ballots take sides. */
  choices: readonly string[];
  /** Empty where a vote asks the chain for nothing. */
  actions: readonly Action[];
  actionsHash: Hex;
  rulePack: RulePack<Counting>;
  electorate: FrozenElectorate;
  description: string;
  predicted: readonly Prediction[];
  openedAt: number;
  closesAt: number;
};

/** What is hashed of a proposal: choices only where there are some, as before there could be any. */
export function hashedFacts(frozen: FrozenProposal) {
  const { id, server, author, title, body, choices, actions, actionsHash, rulePack, electorate } = frozen;
  const { description, predicted, openedAt, closesAt } = frozen;
  return {
    ...{ id, server, author, title, body, actions, actionsHash, rulePack, electorate },
    ...{ description, predicted, openedAt, closesAt },
    ...(choices.length === 0 ? {} : { choices }),
  };
}

/** The hash by which anybody can tell that nothing about a proposal has changed since its vote opened. */
export function hashProposal(frozen: FrozenProposal): Hex {
  return hashOf(hashedFacts(frozen));
}

/** Seconds after the end before a count is taken: ballots sent in time may still be on their way. */
export const COUNT_DELAY = 60;

/** Why a ballot sent at this unix millisecond is not in time, or undefined when it is. */
export function ballotLateness(sentAtMs: number, times: { openedAt: number; closesAt: number }): string | undefined {
  if (sentAtMs < times.openedAt * 1000) return "This vote was not open yet when you clicked.";
  if (sentAtMs >= times.closesAt * 1000) return "This vote had ended when you clicked.";
  return undefined;
}
