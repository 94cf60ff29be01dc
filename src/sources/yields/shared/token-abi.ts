import { type AbiEvent, type Address, getAbiItem, parseAbi, toEventSelector } from "viem";
import type { LogFilter } from "../../../chain/chain.ts";
import { topicOf } from "../../topic-of.ts";

/** What Steward asks of tokens, and what they tell. */
export const tokenAbi = parseAbi([
  "function balanceOf(address account) view returns (uint256)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
]);

/** The event of a token's movement. */
export const transfer = getAbiItem({ abi: tokenAbi, name: "Transfer" });

/** A token's movements from and to a holder: two filters, because topics can only be narrowed together. */
export function transferFilters(token: Address, holder: Address, event: AbiEvent = transfer): LogFilter[] {
  const base = { addresses: [token], topics: [toEventSelector(event)] };
  return [
    { ...base, indexed: [[topicOf(holder)]] },
    { ...base, indexed: [undefined, [topicOf(holder)]] },
  ];
}
