import { type Address, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { COIN, type Line } from "../line.ts";

const protocol = "eigenlayer";

const read = eventsOf(
  parseAbi([
    "event PodDeployed(address indexed eigenPod, address indexed podOwner)",
    "event PodSharesUpdated(address indexed podOwner, int256 sharesDelta)",
    "event CheckpointCreated(uint64 indexed checkpointTimestamp, bytes32 indexed beaconBlockRoot, uint256 validatorCount)",
    "event CheckpointFinalized(uint64 indexed checkpointTimestamp, int256 totalShareDeltaWei)",
    "event ValidatorBalanceUpdated(uint40 validatorIndex, uint64 balanceTimestamp, uint64 newValidatorBalanceGwei)",
  ]),
);

/** EigenLayer's pods: what is proven of validators moves nothing, and is told as that. */
export const eigenLayer: Rule = {
  protocol,
  explain: ({ logs, isOurs, receipt: { from } }) =>
    read(logs).flatMap(({ log, eventName, args }): Line[] => {
      const account: Address = "podOwner" in args ? args.podOwner : from;
      if (!isOurs(account)) return [];
      return [
        {
          ...{ log: log.index, type: "informational", subtype: eventName === "PodDeployed" ? "create" : "none" },
          ...{ asset: COIN, raw: 0n, account, protocol, claims: [], reason: `${eventName} (log ${log.index}).` },
        },
      ];
    }),
};
