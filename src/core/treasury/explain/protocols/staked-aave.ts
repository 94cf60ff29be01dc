import { type Address, parseAbiItem } from "viem";
import { ruleOf, type Saying } from "../said.ts";

const STAKED_GHO = "0x1a88Df1cFe15Af22B3c4c783D4e6F7F9e0C1885d";

const protocol = (contract: Address) => (contract === STAKED_GHO ? "gho" : "aave");
const wrapped = { way: "in", type: "receive", subtype: "receive_wrapped", protocol } as const;
const returned = { way: "out", type: "spend", subtype: "return_wrapped", protocol } as const;
const given = { way: "out", type: "staking", subtype: "deposit_asset", protocol } as const;
const taken = { way: "in", type: "staking", subtype: "remove_asset", protocol } as const;

const staked = parseAbiItem("event Staked(address indexed from, address indexed to, uint256 assets, uint256 shares)");
const redeemed = parseAbiItem("event Redeem(address indexed from, address indexed to, uint256 assets, uint256 shares)");
const redeemedOnce = parseAbiItem("event Redeem(address indexed from, address indexed to, uint256 amount)");
const claimed = parseAbiItem("event RewardsClaimed(address indexed from, address indexed to, uint256 amount)");

const sayings: readonly Saying[] = [
  { event: staked, amount: "assets", ...given },
  { event: staked, amount: "shares", ...wrapped },
  { event: redeemed, amount: "shares", ...returned },
  { event: redeemed, amount: "assets", ...taken },
  { event: redeemedOnce, amount: "amount", ...returned },
  { event: redeemedOnce, amount: "amount", ...taken },
  { event: claimed, amount: "amount", way: "in", type: "staking", subtype: "reward", protocol },
];

/** Aave's safety module: AAVE and GHO staked against losses, and what that earns. */
export const stakedAave = ruleOf("aave", sayings);
