import { type Address, isAddressEqual, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts, Rule } from "../facts.ts";
import { tell } from "../legs.ts";
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

const readDeposits = eventsOf(
  parseAbi(["event Deposit(address staker, address token, address strategy, uint256 shares)"]),
);

/** EigenLayer: tokens restaked; what is proven of validators moves nothing, and is told as that. */
export const eigenLayer: Rule = {
  protocol,
  explain: (facts) => [...explainDeposits(facts), ...explainPods(facts)],
};

/** Tokens given to be restaked; the event counts them in shares of a strategy. */
function explainDeposits({ logs, moves, isOurs }: Facts): Line[] {
  return readDeposits(logs).flatMap(({ log, args: { staker, token, strategy } }) => {
    const move = moves.find((one) => one.way === "out" && isAddressEqual(one.token, token) && one.log < log.index);
    if (!isOurs(staker) || move === undefined) return [];
    const reason = `Deposit (log ${log.index}) into the strategy ${strategy}.`;
    return [tell(move, { type: "staking", subtype: "deposit_asset", protocol, reason })];
  });
}

function explainPods({ logs, isOurs, receipt: { from } }: Facts): Line[] {
  return read(logs).flatMap(({ log, eventName, args }): Line[] => {
    const account: Address = "podOwner" in args ? args.podOwner : from;
    if (!isOurs(account)) return [];
    return [
      {
        ...{ log: log.index, type: "informational", subtype: eventName === "PodDeployed" ? "create" : "none" },
        ...{ asset: COIN, raw: 0n, account, protocol, claims: [], reason: `${eventName} (log ${log.index}).` },
      },
    ];
  });
}
