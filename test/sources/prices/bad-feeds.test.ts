import { expect, test } from "vitest";
import type { FeedPrice } from "../../../src/config/prices.ts";
import { readFeed, readPastFeed } from "../../../src/sources/prices/chainlink.ts";
import { freshnessOf } from "../../../src/sources/prices/freshness.ts";
import { type Answerer, addressOf, type Contracts, type RoundAnswer, runRead } from "../../support/feeds.ts";

const AT = 1_800_000_000;
const [feed, aggregator, sequencer] = [addressOf(1), addressOf(2), addressOf(3)];
const price: FeedPrice = { chain: 1, feed, heartbeatSeconds: 3_600, min: 10n, max: 1_000_000n };
const ROUND = (1n << 64n) | 1n;

const saying = (answer: bigint, updatedAt: number, startedAt = updatedAt): Answerer => {
  const round: RoundAnswer = [ROUND, answer, BigInt(startedAt), BigInt(updatedAt), ROUND];
  return (name) => ({ decimals: 8, latestRoundData: round, getRoundData: round, aggregator })[name as "decimals"];
};
const limits: Answerer = (name) => ({ minAnswer: 100n, maxAnswer: 90_000n })[name as "minAnswer"];
const fine = { [feed]: saying(5_000n, AT - 60) };

const reasonOf = async (contracts: Contracts, uptime?: typeof sequencer) => {
  const now = await runRead(readFeed(price, AT, uptime), contracts);
  const past = await runRead(readPastFeed(price, AT, uptime), contracts);
  return [now, past].map(({ outcome }) => (outcome.ok ? "a price" : outcome.reason));
};

test("default: a healthy answer is a price, now and looked back at, with limits or without", async () => {
  for (const contracts of [fine, { ...fine, [aggregator]: limits }]) {
    const { outcome, rounds } = await runRead(readFeed(price, AT, undefined), contracts);
    expect(outcome).toEqual({ ok: true, value: { round: ROUND, answer: 5_000n, decimals: 8, updatedAt: AT - 60 } });
    expect(rounds).toBe(2);
    expect(await reasonOf(contracts)).toEqual(["a price", "a price"]);
  }
});

test.each<[string, Answerer]>([
  ["the feed's answer is not above zero", saying(0n, AT - 60)],
  ["the feed's answer is not above zero", saying(-5_000n, AT - 60)],
  ["the feed's answer is below the bounds in the config", saying(9n, AT - 60)],
  ["the feed's answer is above the bounds in the config", saying(1_000_001n, AT - 60)],
  ["the feed's answer is at its aggregator's own limit, so that the price may be beyond it", saying(100n, AT - 60)],
  ["the feed's answer is at its aggregator's own limit, so that the price may be beyond it", saying(90_000n, AT - 60)],
  ["the feed has been silent for 3 h", saying(5_000n, AT - 10_801)],
  [`latestRoundData of ${feed} reverted`, () => undefined],
])("error: %s", async (reason, answers) => {
  expect(await reasonOf({ [feed]: answers, [aggregator]: limits })).toEqual([reason, reason]);
});

test("error: an unfinished round, or one from the future, is no price; what held before it would be", async () => {
  expect(await reasonOf({ [feed]: saying(5_000n, 0) })).toEqual([
    "the feed's round is not complete",
    "the feed remembers no round that old",
  ]);
  expect(await reasonOf({ [feed]: saying(5_000n, AT + 1) })).toEqual([
    "the feed's answer is from the future",
    "the feed remembers no round that old",
  ]);
});

test.each<[string, Answerer]>([
  ["a price", saying(0n, AT - 10, AT - 3_601)],
  ["the chain's sequencer has been up again for only 3600 seconds", saying(0n, AT - 3_600)],
  ["the chain's sequencer is down, and its prices stand still", saying(1n, AT - 86_400)],
  ["the state of the chain's sequencer is unknown", saying(0n, AT - 60, 0)],
  [`latestRoundData of ${sequencer} reverted`, () => undefined],
])("behavior: a rollup's sequencer comes first: %s", async (reason, uptime) => {
  expect(await reasonOf({ ...fine, [sequencer]: uptime }, sequencer)).toEqual([reason, reason]);
});

test.each([
  [3_600 + 600, "fresh"],
  [3_600 + 601, "stale"],
  [3 * 3_600, "stale"],
  [3 * 3_600 + 1, "silent"],
])(
  "boundary: after %i seconds a feed of an hour's heartbeat is %s, and so is what follows from it",
  (age, expected) => {
    const config = {
      prices: {
        base: price,
        lonely: { ...price, heartbeatSeconds: 86_400 },
        pool: { kind: "pool" as const, chain: 1, pair: addressOf(9), tokens: ["a", "b"] },
      },
      tokens: { a: { price: "base" }, b: { price: "lonely" } },
    };
    const updated: Record<string, number> = { base: AT - age, lonely: AT - 60, pool: AT - age };
    const freshness = (name: string) => freshnessOf(config, name, AT, (one) => updated[one]);
    expect(["base", "pool", "lonely"].map(freshness)).toEqual([expected, expected, "fresh"]);
    expect(freshnessOf(config, "pool", AT, () => undefined)).toBe("silent");
  },
);
