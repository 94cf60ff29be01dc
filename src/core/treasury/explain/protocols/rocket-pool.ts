import { parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts, Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import { COIN, type Line } from "../line.ts";

const RETH = "0xae78736Cd615f374D3085123A210448E74Fc6393";
const RPL = "0xD33526068D116cE69F19A9ee46F0bd304F21A51f";
const protocol = "rocketpool";

const read = eventsOf(
  parseAbi([
    "event DepositReceived(address indexed from, uint256 amount, uint256 time)",
    "event TokensMinted(address indexed to, uint256 amount, uint256 ethAmount, uint256 time)",
    "event TokensBurned(address indexed from, uint256 amount, uint256 ethAmount, uint256 time)",
    "event RewardsClaimed(address indexed claimer, uint256[] rewardIndex, uint256[] amountRPL, uint256[] amountETH)",
    "event RewardsClaimed(address indexed claimer, (uint256 rewardIndex, uint256 amountRPL, uint256 amountSmoothingPoolETH, uint256 amountVoterETH, bytes32[] merkleProof)[] claims)",
  ]),
);

/** Rocket Pool: ETH staked for rETH and back, and what its nodes are paid. */
export const rocketPool: Rule = {
  protocol,
  explain: (facts) => {
    if (facts.chain !== 1) return [];
    const events = read(facts.logs);
    const paid = events.find(({ eventName }) => eventName === "DepositReceived")?.args as
      | { amount: bigint }
      | undefined;
    return events.flatMap(({ log, eventName, args }): Line[] => {
      if (eventName !== "RewardsClaimed" && log.address !== RETH) return [];
      if (eventName === "TokensMinted")
        return explainToken(facts, log.index, "in", paid?.amount ?? args.ethAmount, args.amount);
      if (eventName === "TokensBurned") return explainToken(facts, log.index, "out", args.ethAmount, args.amount);
      if (eventName !== "RewardsClaimed") return [];
      if ("claims" in args)
        return explainRewards(facts, log.index, args.claimer, {
          rpl: sum(args.claims.map(({ amountRPL }) => amountRPL)),
          eth: sum(
            args.claims.map(({ amountSmoothingPoolETH, amountVoterETH }) => amountSmoothingPoolETH + amountVoterETH),
          ),
        });
      return explainRewards(facts, log.index, args.claimer, { rpl: sum(args.amountRPL), eth: sum(args.amountETH) });
    });
  },
};

function explainToken(facts: Facts, log: number, way: "in" | "out", eth: bigint, raw: bigint): Line[] {
  const move = facts.moves.find((one) => one.way === way && one.token === RETH && one.raw === raw);
  if (move === undefined) return [];
  const reason = `rETH ${way === "in" ? "minted" : "burned"} (log ${log}) for ${eth}.`;
  const coin = { asset: COIN, raw: eth, account: move.account, claims: [], protocol, reason };
  return way === "in"
    ? [
        { log: move.log, ...coin, type: "deposit", subtype: "deposit_for_wrapped" },
        tell(move, { type: "receive", subtype: "receive_wrapped", protocol, reason }),
      ]
    : [
        tell(move, { type: "spend", subtype: "return_wrapped", protocol, reason }),
        { log, ...coin, type: "withdrawal", subtype: "redeem_wrapped" },
      ];
}

/** A claim pays RPL and ETH to the node's withdrawal addresses; RPL that does not arrive was staked in the same call. */
function explainRewards(
  facts: Facts,
  log: number,
  claimer: `0x${string}`,
  { rpl, eth }: { rpl: bigint; eth: bigint },
): Line[] {
  const paid = facts.moves.find(({ way, token, from }) => way === "in" && token === RPL && from !== zeroAddress);
  const account = paid?.account ?? (facts.isOurs(claimer) ? claimer : undefined);
  if (account === undefined || facts.actor === undefined) return [];
  const reason = `RewardsClaimed (log ${log}): ${rpl} RPL and ${eth} of ETH, in smallest units.`;
  const staked = rpl - (paid?.raw ?? 0n);
  const lines: Line[] = [];
  const claims = paid === undefined ? [] : [paid.log];
  const at = { log, asset: { address: RPL }, account, protocol, reason } as const;
  if (rpl > 0n) lines.push({ ...at, raw: rpl, claims, type: "receive", subtype: "reward" });
  if (rpl > 0n && staked > 0n)
    lines.push({ ...at, raw: staked, claims: [], type: "staking", subtype: "deposit_asset" });
  if (eth > 0n) lines.push({ ...at, asset: COIN, raw: eth, claims: [], type: "receive", subtype: "reward" });
  return lines;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
