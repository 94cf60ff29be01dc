import type { Address } from "viem";

/** What moved: a token, one item of a collection, or (without an address) the chain's own coin. */
export type Asset = { address?: Address; item?: bigint };

/** The chain's own coin. */
export const COIN: Asset = {};

/** What kind of event a line tells; docs/explain.md says what each means. */
export type LineType =
  | "spend"
  | "receive"
  | "deposit"
  | "withdrawal"
  | "trade"
  | "staking"
  | "migrate"
  | "loss"
  | "transfer"
  | "informational"
  | "fail";

export type LineSubtype =
  | "none"
  | "fee"
  | "interest"
  | "reward"
  | "airdrop"
  | "donate"
  | "approve"
  | "create"
  | "update"
  | "governance"
  | "spend"
  | "receive"
  | "refund"
  | "liquidate"
  | "bridge"
  | "deposit_for_wrapped"
  | "receive_wrapped"
  | "return_wrapped"
  | "redeem_wrapped"
  | "deposit_to_protocol"
  | "withdraw_from_protocol"
  | "deposit_asset"
  | "remove_asset"
  | "generate_debt"
  | "payback_debt";

/** One line of a transaction's meaning, seen from one account. */
export type Line = {
  /** The log that shows it, by its place in the block; -1 for gas, which stands in the receipt itself. */
  log: number;
  type: LineType;
  subtype: LineSubtype;
  asset: Asset;
  /** In the asset's smallest unit; never negative, the type says which way it went. */
  raw: bigint;
  account: Address;
  protocol: string | undefined;
  /** One sentence: what in which log says so. */
  reason: string;
  /** Logs that it tells, so that no other rule tells them again. */
  claims: readonly number[];
};
