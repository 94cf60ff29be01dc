import { type Address, getAbiItem } from "viem";
import { call, isCallFailure, readOne } from "../../chain/call.ts";
import type { Read } from "../../chain/chain.ts";
import { tupleOf } from "../../chain/together.ts";
import type { FeedPrice } from "../../config/prices.ts";
import { shortDuration } from "../../core/treasury/format-time.ts";
import { Refusal } from "../../errors.ts";
import { askLatest, feedAbi, type Round, roundOf } from "./feed-abi.ts";
import { MOST_HEARTBEATS } from "./freshness.ts";
import { type HeldSince, roundAt } from "./past-round.ts";

/** A price: USD per whole token, in 10^-decimals; `updatedAt` in Unix seconds. */
export type SeenPrice = { round: bigint; answer: bigint; decimals: number; updatedAt: number };

/** After a standstill, prices need this long to be those of the market again. */
const RESTART = 3_600;

/** The aggregator's own limits, which it answers with where the market is beyond them. */
type Limits = { least: bigint | undefined; most: bigint | undefined };

/** How a feed's round is read: the one that holds now, or the one that held at a second. */
type ReadRound = (feed: Address, since: HeldSince) => Read<Round>;

/**
 * Reads a feed as of a block of that Unix second; refuses an answer that is not positive, not complete, out of bounds, at the
 * aggregator's own limits or long dead, and every answer while the chain's `sequencer` is down or has been up for less than an hour.
 */
export function readFeed(price: FeedPrice, at: number, sequencer: Address | undefined): Read<SeenPrice> {
  return readWith(readLatest, price, at, sequencer);
}

/** The same of the second itself, by the feeds' rounds at any later block: needs no past state. */
export function readPastFeed(price: FeedPrice, at: number, sequencer: Address | undefined): Read<SeenPrice> {
  return readWith((feed, since) => roundAt(feed, at, since), price, at, sequencer);
}

function* readWith(
  readRound: ReadRound,
  price: FeedPrice,
  at: number,
  sequencer: Address | undefined,
): Read<SeenPrice> {
  const [round, limits, decimals] = yield* tupleOf<[Round, Limits, number, undefined]>([
    readRound(price.feed, "updatedAt"),
    readLimits(price.feed),
    readOne<number>(call(price.feed, getAbiItem({ abi: feedAbi, name: "decimals" }))),
    readSequencer(readRound, sequencer, at),
  ]);
  assertHealthy(price, round, limits, at);
  return { round: round.id, answer: round.answer, decimals, updatedAt: Number(round.updatedAt) };
}

function* readLatest(feed: Address): Read<Round> {
  const [latest] = yield [askLatest(feed)];
  return roundOf(latest);
}

/** Refuses while the sequencer is not known to be up for long enough; a chain without one is always up. */
function* readSequencer(readRound: ReadRound, sequencer: Address | undefined, at: number): Read<undefined> {
  if (sequencer === undefined) return undefined;
  const { answer, startedAt } = yield* readRound(sequencer, "startedAt");
  if (startedAt === 0n || startedAt > BigInt(at)) throw new Refusal("the state of the chain's sequencer is unknown");
  if (answer !== 0n) throw new Refusal("the chain's sequencer is down, and its prices stand still");
  const since = at - Number(startedAt);
  if (since <= RESTART) throw new Refusal(`the chain's sequencer has been up again for only ${since} seconds`);
}

/** Many feeds stand for themselves, and newer aggregators have no limits: then there are none. */
function* readLimits(feed: Address): Read<Limits> {
  const [aggregator] = yield [call(feed, getAbiItem({ abi: feedAbi, name: "aggregator" }))];
  if (isCallFailure(aggregator)) return { least: undefined, most: undefined };
  const ask = (name: "minAnswer" | "maxAnswer") => call(aggregator as Address, getAbiItem({ abi: feedAbi, name }));
  const [least, most] = (yield [ask("minAnswer"), ask("maxAnswer")]).map((limit) =>
    isCallFailure(limit) ? undefined : (limit as bigint),
  );
  return { least, most };
}

function assertHealthy(price: FeedPrice, { answer, updatedAt }: Round, { least, most }: Limits, at: number): void {
  if (updatedAt === 0n) throw new Refusal("the feed's round is not complete");
  if (answer <= 0n) throw new Refusal("the feed's answer is not above zero");
  if (updatedAt > BigInt(at)) throw new Refusal("the feed's answer is from the future");
  if (price.min !== undefined && answer < price.min)
    throw new Refusal("the feed's answer is below the bounds in the config");
  if (price.max !== undefined && answer > price.max)
    throw new Refusal("the feed's answer is above the bounds in the config");
  if ((least !== undefined && answer <= least) || (most !== undefined && answer >= most))
    throw new Refusal("the feed's answer is at its aggregator's own limit, so that the price may be beyond it");
  const age = at - Number(updatedAt);
  if (age > MOST_HEARTBEATS * price.heartbeatSeconds)
    throw new Refusal(`the feed has been silent for ${shortDuration(age)}`);
}
