import fc from "fast-check";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { readPastTotalSupply, readPastVotes, readTimepoint } from "../../../src/chain/weights/votes.ts";
import { failure, feed } from "./feed.ts";

const token: Address = "0x00000000000000000000000000000000000000AA";
const wallet: Address = "0x00000000000000000000000000000000000000bb";
const block = { number: 250_000_000n, hash: `0x${"ab".repeat(32)}`, timestamp: 1_800_000_000 } as const;

const timepointOf = (...rounds: unknown[][]) => feed(readTimepoint(token, block), ...rounds).value;

test("default: the newest settled timepoint is one before the token's clock", () => {
  expect(feed(readTimepoint(token, block), ["mode=timestamp", 1_800_000_000])).toEqual({
    value: 1_799_999_999n,
    asked: [["CLOCK_MODE()", "clock()"]],
  });
});

test.each([
  "mode=timestamp",
  "mode=blocknumber&from=default",
  "mode=blocknumber&from=eip155:1",
  "mode=blocknumber&from=eip155%3A1",
  "mode=livepeer_round",
  "mode=moon-phase",
])("behavior: a clock of %s counts by itself, whatever the block's number is", (mode) => {
  expect(timepointOf([mode, 4_211])).toBe(4_210n);
});

test("law: whatever the clock shows, the timepoint lies in its past and nothing lies between", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 48 - 1 }),
      (now) => timepointOf(["mode=rounds", now]) === BigInt(now) - 1n,
    ),
  );
});

test.each([
  ["neither", failure, failure],
  ["no clock", "mode=timestamp", failure],
  ["no mode", failure, 1_800_000_000],
])(
  "behavior: a token with %s counts the blocks that contracts see, as on Arbitrum the parent chain's",
  (_, mode, clock) => {
    expect(feed(readTimepoint(token, block), [mode, clock], [21_000_000n])).toEqual({
      value: 20_999_999n,
      asked: [["CLOCK_MODE()", "clock()"], ["getBlockNumber()"]],
    });
  },
);

test("behavior: where nothing tells what contracts see, the block's own number is taken", () => {
  expect(timepointOf([failure, failure], [failure])).toBe(249_999_999n);
});

test.each([
  "",
  "timestamp",
  "mode=",
  "mode=block number",
  "mode=blocknumber&from=",
  "mode=blocknumber&since=default",
  "mode=blocknumber&from=default&to=9",
  "from=default&mode=blocknumber",
  "mode=timestamp\nmode=rounds",
])("error: the malformed mode %j is refused", (mode) => {
  expect(() => timepointOf([mode, 7])).toThrow("counts time in a way Steward does not know");
});

test("boundary: a clock at its first tick has a past of nothing but its zero", () => {
  expect(timepointOf(["mode=rounds", 1])).toBe(0n);
});

test("error: a clock at zero has no past", () => {
  expect(() => timepointOf(["mode=rounds", 0])).toThrow("has only begun");
});

test("default: votes and all of them are asked for at a timepoint", () => {
  expect(feed(readPastVotes(token, wallet, 9n), [3n])).toEqual({ value: 3n, asked: [[`getPastVotes(${wallet},9)`]] });
  expect(feed(readPastTotalSupply(token, 9n), [5n])).toEqual({ value: 5n, asked: [["getPastTotalSupply(9)"]] });
});

test("error: votes that the token does not tell are not taken for none", () => {
  expect(() => feed(readPastVotes(token, wallet, 9n), [failure])).toThrow("it reverted");
});
