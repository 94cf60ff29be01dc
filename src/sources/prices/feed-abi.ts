import { type Address, getAbiItem, parseAbi } from "viem";
import { call, isCallFailure, resultOf } from "../../chain/call.ts";
import type { Call } from "../../chain/chain.ts";

/** What Steward asks of a feed, and of the aggregator behind it. */
export const feedAbi = parseAbi([
  "function decimals() view returns (uint8)",
  "function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
  "function getRoundData(uint80 roundId) view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
  "function aggregator() view returns (address)",
  "function minAnswer() view returns (int192)",
  "function maxAnswer() view returns (int192)",
]);

/** A round of a feed: its id holds the phase above the lower 64 bits; times in Unix seconds, `updatedAt` 0 where it has no answer. */
export type Round = { id: bigint; answer: bigint; startedAt: bigint; updatedAt: bigint };

export function askLatest(feed: Address): Call {
  return call(feed, getAbiItem({ abi: feedAbi, name: "latestRoundData" }));
}

export function askRound(feed: Address, id: bigint): Call {
  return call(feed, getAbiItem({ abi: feedAbi, name: "getRoundData" }), id);
}

/** The round that a call gave; throws Refusal where it gave none. */
export function roundOf(result: unknown): Round {
  const [id, answer, startedAt, updatedAt] = resultOf<readonly [bigint, bigint, bigint, bigint, bigint]>(result);
  return { id, answer, startedAt, updatedAt };
}

/** The same; undefined for a round that is not there, which feeds say by reverting or by an empty answer. */
export function roundIfThere(result: unknown): Round | undefined {
  if (isCallFailure(result)) return undefined;
  const round = roundOf(result);
  return round.updatedAt === 0n ? undefined : round;
}
