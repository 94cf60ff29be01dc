import { isAddressEqual, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";

const protocol = "aave";

const read = eventsOf(
  parseAbi([
    "event RewardsClaimed(address indexed from, address indexed to, uint256 amount)",
    "event Staked(address indexed from, address indexed to, uint256 assets, uint256 shares)",
  ]),
);

/** A reward of the safety module that is staked at once: it never reaches the account, and is income nonetheless. */
export const restake: Rule = {
  protocol,
  explain: ({ logs, moves, transfers, isOurs, actor }) => {
    if (actor === undefined) return [];
    const events = read(logs);
    return events.flatMap(({ log, eventName, args }): Line[] => {
      if (eventName !== "RewardsClaimed" || !isOurs(args.from) || !isAddressEqual(args.to, log.address)) return [];
      const { from: account, amount: raw } = args;
      const staked = events.find((one) => one.eventName === "Staked" && one.log.index > log.index);
      const token = transfers.find((one) => one.raw === raw && one.log < log.index)?.token;
      const shares = moves.find(({ way, token: at }) => way === "in" && isAddressEqual(at, log.address));
      if (staked === undefined || token === undefined || shares === undefined) return [];
      const reason = `RewardsClaimed (log ${log.index}) to the contract itself, which staked it (log ${staked.log.index}).`;
      const at = { log: log.index, asset: { address: token }, raw, account, claims: [], protocol, reason };
      return [
        { ...at, type: "staking", subtype: "reward" },
        { ...at, type: "staking", subtype: "deposit_asset" },
        tell(shares, { type: "receive", subtype: "receive_wrapped", protocol, reason }),
      ];
    });
  },
};
