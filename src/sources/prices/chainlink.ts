import { getAbiItem, parseAbi } from "viem";
import { call, resultOf } from "../../chain/call.ts";
import type { Read } from "../../chain/chain.ts";
import type { PriceConfig } from "../../config/chains.ts";
import { Refusal } from "../../errors.ts";

/** A feed's answer: USD per whole token, in 10^-decimals; `updatedAt` in Unix seconds. */
export type SeenPrice = { round: bigint; answer: bigint; decimals: number; updatedAt: number };

const abi = parseAbi([
  "function decimals() view returns (uint8)",
  "function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
]);

/** Feeds are late by some blocks without being wrong. */
const GRACE = 600;

/** Past so many heartbeats an answer is no price any more. */
const MOST_HEARTBEATS = 3;

/** Reads a feed as of a block of that Unix second; refuses an answer that is not positive, not complete, out of bounds or long dead. */
export function* readPrice(price: PriceConfig, at: number): Read<SeenPrice> {
  const results = yield [
    call(price.feed, getAbiItem({ abi, name: "latestRoundData" })),
    call(price.feed, getAbiItem({ abi, name: "decimals" })),
  ];
  const [round, answer, , updatedAt] = resultOf<readonly [bigint, bigint, bigint, bigint, bigint]>(results[0]);
  const decimals = resultOf<number>(results[1]);
  if (updatedAt === 0n) throw new Refusal("the feed's round is not complete");
  if (answer <= 0n) throw new Refusal("the feed's answer is not above zero");
  if (updatedAt > BigInt(at)) throw new Refusal("the feed's answer is from the future");
  if (price.min !== undefined && answer < price.min)
    throw new Refusal("the feed's answer is below the bounds in the config");
  if (price.max !== undefined && answer > price.max)
    throw new Refusal("the feed's answer is above the bounds in the config");
  const age = at - Number(updatedAt);
  if (age > MOST_HEARTBEATS * price.heartbeatSeconds) throw new Refusal(`the feed has been silent for ${age} seconds`);
  return { round, answer, decimals, updatedAt: Number(updatedAt) };
}

/** Whether an answer was older than its feed's heartbeat, with some minutes' grace, at that Unix second: still used, and said to be stale. */
export function isStale(price: PriceConfig, quote: { updatedAt: number; at: number }): boolean {
  return quote.at - quote.updatedAt > price.heartbeatSeconds + GRACE;
}
