import { type Address, isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import { canBeIncome, type Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { Move } from "../moves.ts";
import { hasSwap } from "./deal-names.ts";

const NAMES: Readonly<Record<Address, string>> = {
  "0xc2EdaD668740f1aA35E4D8f227fB8E17dcA888Cd": "sushiswap",
  "0xEF0881eC094552b2e128Cf945EF17a6752B4Ec5d": "sushiswap",
  "0x73feaa1eE314F8c655E354234017bE2193C9E24E": "pancakeswap",
  "0xa5f8C5Dbd5F286960b9d90548680aE5ebFf07652": "pancakeswap",
  "0x556B9306565093C855AEA9AE92A594704c2Cd59e": "pancakeswap_v3",
};

const read = eventsOf(
  parseAbi([
    // MasterChef, its second version, PancakeSwap's for positions, and Synthetix' StakingRewards.
    "event Deposit(address indexed user, uint256 indexed pid, uint256 amount)",
    "event Deposit(address indexed user, uint256 indexed pid, uint256 amount, address indexed to)",
    "event Deposit(address indexed from, uint256 indexed pid, uint256 indexed tokenId, uint256 liquidity, int24 tickLower, int24 tickUpper)",
    "event Withdraw(address indexed user, uint256 indexed pid, uint256 amount)",
    "event Withdraw(address indexed user, uint256 indexed pid, uint256 amount, address indexed to)",
    "event Withdraw(address indexed from, address to, uint256 indexed pid, uint256 indexed tokenId)",
    "event EmergencyWithdraw(address indexed user, uint256 indexed pid, uint256 amount)",
    "event Harvest(address indexed user, uint256 indexed pid, uint256 amount)",
    "event Harvest(address indexed sender, address to, uint256 indexed pid, uint256 indexed tokenId, uint256 reward)",
    "event Deposit(address indexed user, uint256 amount)",
    "event Withdraw(address indexed user, uint256 amount)",
    "event Staked(address indexed user, uint256 amount)",
    "event Withdrawn(address indexed user, uint256 amount)",
  ]),
);

/** Farms: what is staked and taken back is known by the event; MasterChef names no reward, so what else comes from it is one. */
export const farms: Rule = {
  protocol: "farm",
  explain: (facts) => {
    const { logs, moves } = facts;
    const told = new Set<number>();
    const take = (fits: (move: Move) => boolean): Move | undefined => {
      const move = moves.find((one) => !told.has(one.log) && fits(one));
      if (move !== undefined) told.add(move.log);
      return move;
    };
    // A farm whose own token was minted or burned for it gave a claim: that is told by what came and left.
    const events = read(logs).filter(
      ({ log, eventName }) => eventName === "Staked" || !moves.some(({ token }) => token === log.address),
    );
    const lines = events.flatMap(({ log, eventName, args }): Line[] => {
      const { pid, tokenId, amount, reward } = args as unknown as Readonly<Record<string, bigint | undefined>>;
      const protocol = NAMES[log.address] ?? (pid === undefined ? "staking_rewards" : "masterchef");
      const raw = amount ?? reward;
      const way = eventName === "Deposit" || eventName === "Staked" ? "out" : "in";
      const isItem = tokenId !== undefined && reward === undefined;
      const move = take(
        (one) => one.way === way && (isItem ? one.asset.item === tokenId : one.raw === raw) && isBy(one, log.address),
      );
      if (move === undefined) return [];
      const reason = `${eventName} (log ${log.index}) of a farm.`;
      if (eventName === "Harvest" && !canBeIncome(facts, move.token)) return [];
      if (eventName === "Harvest") return [tell(move, { type: "receive", subtype: "reward", protocol, reason })];
      return [
        way === "out"
          ? tell(move, { type: "staking", subtype: "deposit_asset", protocol, reason })
          : tell(move, { type: "staking", subtype: "remove_asset", protocol, reason }),
      ];
    });
    for (const { log, args } of events) {
      if (!("pid" in args)) continue;
      // Some farms keep what they pay in a contract of its own: whoever called the farm is paid by it all the same.
      const isCalled = facts.actor !== undefined && facts.receipt.to === log.address && !hasSwap(facts);
      const isReward = ({ way, asset, from, to, token }: Move) =>
        way === "in" &&
        asset.address !== undefined &&
        asset.item === undefined &&
        (isCalled || isBy({ from, to }, log.address)) &&
        canBeIncome(facts, token);
      for (let move = take(isReward); move !== undefined; move = take(isReward)) {
        const reason = `Came from the farm that logged ${log.index}, which logs no rewards of their own.`;
        lines.push(
          tell(move, { type: "receive", subtype: "reward", protocol: NAMES[log.address] ?? "masterchef", reason }),
        );
      }
    }
    return lines;
  },
};

/** Whether a move is with a farm, or minted by it. */
function isBy({ from, to }: Pick<Move, "from" | "to">, farm: Address): boolean {
  return isAddressEqual(from, farm) || isAddressEqual(to, farm) || from === zeroAddress;
}
