import type { LineSubtype, LineType } from "./line.ts";

const WORDS: Readonly<Partial<Record<`${LineType} ${LineSubtype}`, string>>> = {
  "spend fee": "Fee paid",
  "fail fee": "It failed; fee paid",
  "spend none": "Sent",
  "spend interest": "Interest owed",
  "spend return_wrapped": "Claim handed back",
  "spend payback_debt": "Debt paid back",
  "receive none": "Received",
  "receive interest": "Interest earned",
  "receive reward": "Reward",
  "receive airdrop": "Airdrop",
  "receive receive_wrapped": "Claim received",
  "receive generate_debt": "Borrowed",
  "deposit deposit_for_wrapped": "Given for a claim",
  "deposit deposit_to_protocol": "Put in",
  "withdrawal redeem_wrapped": "Taken back for a claim",
  "withdrawal withdraw_from_protocol": "Taken out",
  "trade spend": "Traded away",
  "trade receive": "Traded for",
  "trade fee": "Fee of the trade",
  "staking deposit_asset": "Staked",
  "staking remove_asset": "Unstaked",
  "staking reward": "Reward of staking",
  "migrate spend": "Converted",
  "migrate receive": "Converted into",
  "loss liquidate": "Liquidated",
  "transfer none": "Moved between accounts",
  "informational approve": "May be spent by another",
  "informational create": "Made",
  "informational none": "Noted",
};

/** What a line says, in a few words for people. */
export function wordsOf({ type, subtype }: { type: LineType; subtype: LineSubtype }): string {
  return WORDS[`${type} ${subtype}`] ?? `${type} ${subtype.replaceAll("_", " ")}`;
}
