import type { Address, Hex } from "viem";
import { hashOf } from "../canonical.ts";
import type { RulePack } from "./rule-pack.ts";
import type { Outcome } from "./tally.ts";

/** One call that a passed vote asks the chain for, and the parameter it changes. */
export type Action = {
  /** Name in the config, with its key: `operator-fee` or `region-multiplier/north`. */
  parameter: string;
  executor: string;
  chain: number;
  target: Address;
  value: bigint;
  calldata: Hex;
  /** keccak256 of the target's code when the proposal opened. */
  codeHash: Hex;
  /** The chain's raw values when the proposal opened, and as voted: decimal text, `true`/`false`, or an address. */
  before: string;
  after: string;
};

/** Where the weights come from, fixed before the vote opens. */
export type FrozenElectorate = {
  /** Name in the config. */
  name: string;
  source:
    | { kind: "votes"; chain: number; token: Address; symbol: string; decimals: number }
    | { kind: "role"; roles: readonly string[] };
  /** The snapshot: a final block, chosen by Steward. For a role there is none. */
  snapshot: { chain: number; block: bigint; hash: Hex; timepoint: bigint } | undefined;
  /** The electorate's whole weight at the snapshot, in smallest units; undefined where it cannot be known (a role). */
  total: bigint | undefined;
};

/** An id that follows from a proposal's actions and description, known before the vote opens. */
export type Prediction = { executor: string; kind: string; label: string; id: string };

/** Everything that decides about a proposal, written once when it opens. */
export type FrozenProposal = {
  id: number;
  server: string;
  author: string;
  title: string;
  body: string;
  actions: readonly Action[];
  actionsHash: Hex;
  rulePack: RulePack;
  electorate: FrozenElectorate;
  description: string;
  predicted: readonly Prediction[];
  openedAt: number;
  closesAt: number;
};

/** The hash by which anybody can tell that nothing about a proposal has changed since it opened. */
export function hashProposal(frozen: FrozenProposal): Hex {
  const { id, server, author, title, body, actions, actionsHash, rulePack, electorate, description, predicted } =
    frozen;
  const { openedAt, closesAt } = frozen;
  return hashOf({
    id,
    server,
    author,
    title,
    body,
    actions,
    actionsHash,
    rulePack,
    electorate,
    description,
    predicted,
    openedAt,
    closesAt,
  });
}

/** What a proposal is, at a moment, by its stored facts. */
export type ProposalState = "voting" | "counting" | "passed" | "rejected" | "no-quorum" | "handed-off" | "executed";

/** The facts a state follows from. */
export type StateFacts = {
  now: number;
  closesAt: number;
  /** The count has been taken. */
  closed: boolean;
  outcome: Outcome;
  handedOff: boolean;
  executed: boolean;
};

/** The state that follows from the facts: what was recorded wins over what a clock says. */
export function proposalState({ now, closesAt, closed, outcome, handedOff, executed }: StateFacts): ProposalState {
  if (executed) return "executed";
  if (handedOff) return "handed-off";
  if (closed) return outcome;
  return now < closesAt ? "voting" : "counting";
}

/** Seconds after the end before a count is taken: ballots sent in time may still be on their way. */
export const COUNT_DELAY = 60;

/** Why a ballot sent at this unix millisecond is not in time, or undefined when it is. */
export function ballotLateness(sentAtMs: number, times: { openedAt: number; closesAt: number }): string | undefined {
  if (sentAtMs < times.openedAt * 1000) return "This vote was not open yet when you clicked.";
  if (sentAtMs >= times.closesAt * 1000) return "This vote had ended when you clicked.";
  return undefined;
}
