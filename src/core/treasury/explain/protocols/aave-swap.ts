import { isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";

const read = eventsOf(
  parseAbi([
    "event Swapped(address indexed fromAsset, address indexed toAsset, uint256 fromAmount, uint256 receivedAmount)",
  ]),
);

const protocol = "aave_v3";

/** One lent token traded for another by a contract that takes it, trades what is lent, and lends what came: a trade of the two claims. */
export const aaveSwap: Rule = {
  protocol,
  explain: ({ logs, moves, receipt }) =>
    read(logs.filter(({ address }) => address === receipt.to)).flatMap(({ log }): Line[] => {
      const given = moves.find(({ way, to }) => way === "out" && isAddressEqual(to, log.address));
      const got = moves.find(({ way, from, log: at }) => way === "in" && from === zeroAddress && at > log.index);
      if (given === undefined || got === undefined) return [];
      const reason = `Swapped (log ${log.index}): one claim on the pool for another.`;
      // The mint says how much of it is interest on what was held before; a trade of claims takes it whole.
      const mint = logs.find(({ index, address }) => index > got.log && address === got.token);
      const line = tell(got, { type: "trade", subtype: "receive", protocol, reason });
      return [
        tell(given, { type: "trade", subtype: "spend", protocol, reason }),
        { ...line, claims: mint === undefined ? line.claims : [...line.claims, mint.index] },
      ];
    }),
};
