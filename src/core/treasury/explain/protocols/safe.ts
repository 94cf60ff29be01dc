import { parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { COIN, type Line } from "../line.ts";

const protocol = "safe_multisig";

const read = eventsOf(
  parseAbi([
    "event ExecutionSuccess(bytes32 txHash, uint256 payment)",
    "event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)",
    "event ExecutionFailure(bytes32 txHash, uint256 payment)",
    "event ExecutionFailure(bytes32 indexed txHash, uint256 payment)",
    "event ProxyCreation(address proxy, address singleton)",
    "event ProxyCreation(address indexed proxy, address singleton)",
  ]),
);

/** A Safe that one of the accounts is, or has carried something out with; what it carried out is told by other rules. */
export const safe: Rule = {
  protocol,
  explain: ({ logs, isOurs, receipt: { from } }) =>
    read(logs).flatMap(({ log, eventName }): Line[] => {
      const account = isOurs(from) ? from : isOurs(log.address) ? log.address : undefined;
      if (account === undefined) return [];
      const isNew = eventName === "ProxyCreation";
      if (isNew && !logs.some(({ topics: [topic] }) => topic === SETUP)) return [];
      return [
        {
          ...{ log: log.index, type: "informational", subtype: isNew ? "create" : "none", asset: COIN, raw: 0n },
          ...{ account, protocol, claims: [log.index], reason: `${eventName} (log ${log.index}) of ${log.address}.` },
        },
      ];
    }),
};

/** SafeSetup(address,address[],uint256,address,address): what a new Safe logs, and no other proxy. */
const SETUP = "0x141df868a6331af528e38c83b7aa03edc19be66e37ae67f9285bf4f8e3c6a1a8";
