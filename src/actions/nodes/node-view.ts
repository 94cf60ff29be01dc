import type { Address } from "viem";
import type { Against } from "../../core/rewards/against-middle.ts";
import type { Attendance, NumberedEpoch } from "../../core/rewards/node-epochs.ts";
import type { NodePay } from "../../core/rewards/node-pay.ts";
import type { Payback } from "../../core/rewards/payback.ts";
import type { Statement, StatementToken } from "../../core/treasury/statement.ts";

/** How many epochs are looked back on, the newest and still open one among them; and how many of them are what is new. */
export const LOOK_BACK = 30;
export const LATELY = 7;

/** One token of a node, in its smallest unit. */
export type NodeMoney = {
  token: StatementToken;
  /** Earned in the last 7 and 30 epochs, and in all. */
  last7: bigint;
  last30: bigint;
  all: bigint;
  /** Earned and not yet claimed; "unknown" where more was claimed than was ever seen to be earned. Undefined where nothing is to be claimed ever. */
  claimable: bigint | "unknown" | undefined;
  claimed: bigint;
  locked: bigint;
  lost: bigint;
};

/** When a node's cost comes back, or why that cannot be said. */
export type NodePayback = Payback | { state: "unknown"; why: string };

/** One node over the last epochs. */
export type NodeView = {
  id: number;
  node: string;
  owner: Address;
  region: string | undefined;
  class: string | undefined;
  since: number;
  until: number | undefined;
  /** The asking member's part, in millionths; undefined where nobody has a part only. */
  share: bigint | undefined;
  /** The main token first, whether or not there is any of it; then the others that there are. */
  money: readonly [NodeMoney, ...NodeMoney[]];
  /** Epoch by epoch what it earned in the main token: nothing where it earned in another one. */
  pays: readonly NodePay[];
  attendance: Attendance;
  /** The same epochs' middle of its cohort: its region, where that is large enough, else everybody. */
  against: (Against & { region: string | undefined }) | undefined;
  middles: readonly (bigint | undefined)[];
  payback: NodePayback | undefined;
};

/** Some nodes of one source. */
export type NodesView = {
  source: string;
  label: string;
  /** What it mainly pays in. */
  token: StatementToken;
  /** Oldest first; the last one is still open. */
  epochs: readonly NumberedEpoch[];
  /** What people call an epoch of it. */
  word: string;
  /** Votes whose executed change fell into these epochs, oldest first. */
  marks: Statement["marks"];
  nodes: readonly NodeView[];
  /** How many reward trees the chain holds the root of and the books nothing: what nodes earned by them is unknown. */
  unbooked: number;
  /** Unix second up to which rewards are booked; undefined before the first run. */
  bookedTo: number | undefined;
  /** Whether the chain's own contracts said what can be claimed and is locked, or did not when asked; undefined where the books alone say it. */
  owed?: "said" | "silent";
};
