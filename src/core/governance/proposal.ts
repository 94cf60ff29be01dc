import type { Address, Hex } from "viem";

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

/** What a proposal is, at a moment, by its stored facts. */
export type ProposalState = "voting" | "counting" | "passed" | "rejected" | "no-quorum" | "handed-off" | "executed";
