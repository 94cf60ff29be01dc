import { type Address, isAddressEqual, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { isWrapped } from "../legs.ts";
import type { Asset, Line } from "../line.ts";
import { COIN } from "../line.ts";

const SETTLEMENT = "0x9008D19f58AAbD9eD0D60971565AA8510560ab41";
const COIN_MARK = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";
const protocol = "cowswap";

const read = eventsOf(
  parseAbi([
    "event Trade(address indexed owner, address sellToken, address buyToken, uint256 sellAmount, uint256 buyAmount, uint256 feeAmount, bytes orderUid)",
  ]),
);

/** CoW Protocol: a settlement of many orders, of which each is named by its own event. */
export const cowswap: Rule = {
  protocol,
  explain: (facts) =>
    read(facts.logs.filter(({ address }) => address === SETTLEMENT)).flatMap(({ log, args }): Line[] => {
      const { owner, sellToken, buyToken, sellAmount, buyAmount, feeAmount } = args;
      const find = (way: "in" | "out", token: Address, raw: bigint) =>
        facts.moves.find((move) => move.way === way && isAddressEqual(move.token, token) && move.raw === raw);
      const sold = find("out", sellToken, sellAmount);
      const bought = find("in", buyToken, buyAmount);
      // An order in the chain's own coin is placed by a contract that wraps it, in a transaction of its own.
      const isFlow = !facts.isOurs(owner) && bought !== undefined && isWrapped(facts, sellToken);
      const account = facts.isOurs(owner) ? owner : isFlow ? bought.account : undefined;
      if (account === undefined) return [];
      const spent: Asset = isFlow ? COIN : { address: sellToken };
      const got: Asset = isAddressEqual(buyToken, COIN_MARK) ? COIN : { address: buyToken };
      const at = { log: log.index, account, protocol, reason: `Trade (log ${log.index}).`, type: "trade" } as const;
      const lines: Line[] = [
        {
          ...at,
          subtype: "spend",
          asset: spent,
          raw: sellAmount - feeAmount,
          claims: sold === undefined ? [] : [sold.log],
        },
        { ...at, subtype: "receive", asset: got, raw: buyAmount, claims: bought === undefined ? [] : [bought.log] },
      ];
      if (feeAmount > 0n) lines.push({ ...at, subtype: "fee", asset: spent, raw: feeAmount, claims: [] });
      return lines;
    }),
};
