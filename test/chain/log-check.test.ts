import fc from "fast-check";
import { getAddress, type Hex } from "viem";
import { expect, test } from "vitest";
import { createLogCheck } from "../../src/chain/log-check.ts";
import { ProviderFailure } from "../../src/chain/provider-failure.ts";

const ADDRESS = "0xabcdef0000000000000000000000000000000001";
const TOPIC: Hex = `0x${"ab".repeat(32)}`;
const check = createLogCheck({ addresses: [ADDRESS], topics: [TOPIC] });
const hash = (block: number): Hex => `0x${block.toString(16).padStart(64, "a")}`;

const raw = (block: number, index: number, changes: object = {}) => ({
  ...{ address: ADDRESS, topics: [TOPIC, hash(7)], data: "0xab", blockNumber: `0x${block.toString(16)}` },
  ...{ blockHash: hash(block), blockTimestamp: `0x${(1_000 + block).toString(16)}`, transactionHash: hash(99) },
  ...{ transactionIndex: "0x3", logIndex: `0x${index.toString(16)}`, removed: false },
  ...changes,
});

const upper = (text: string) => text.toUpperCase().replace("0X", "0x");

test("default: a log is what it was, with its address as it is written to be checked", () => {
  expect(check([raw(5, 17)], 0n, 9n)).toEqual([
    {
      ...{ address: getAddress(ADDRESS), topics: [TOPIC, hash(7)], data: "0xab", blockNumber: 5n, blockHash: hash(5) },
      ...{ timestamp: 1_005, transactionHash: hash(99), transactionIndex: 3, logIndex: 17 },
    },
  ]);
});

test("behavior: capital letters are no difference", () => {
  const shouting = raw(5, 1, {
    ...{ address: upper(ADDRESS), topics: [upper(TOPIC), upper(hash(7))], data: "0xAB" },
    ...{ blockHash: upper(hash(5)), transactionHash: upper(hash(99)) },
  });
  expect(check([shouting, raw(5, 2)], 0n, 9n)).toEqual(check([raw(5, 1), raw(5, 2)], 0n, 9n));
});

test("behavior: a log without a time has none", () => {
  expect(check([raw(5, 1, { blockTimestamp: undefined })], 0n, 9n)[0]?.timestamp).toBeUndefined();
});

test("law: in whatever order logs come, they are given in that of the chain", () => {
  const places = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(40)), { selector: ([a, b]) => a * 100 + b });
  fc.assert(
    fc.property(places, (list) => {
      const sorted = [...list].sort(([a, b], [c, d]) => a - c || b - d);
      const found = check(
        list.map(([block, index]) => raw(block, index)),
        0n,
        9n,
      );
      expect(found.map(({ blockNumber, logIndex }) => [Number(blockNumber), logIndex])).toEqual(sorted);
    }),
  );
});

test.each<[string, unknown]>([
  ["no list", {}],
  ["nothing", null],
  ["a list of nothing", [null]],
  ["a list of words", ["0x"]],
  ["a removed log", [raw(5, 1, { removed: true })]],
  ["a log twice in a row", [raw(5, 1), raw(5, 1)]],
  ["a log twice with others between", [raw(5, 1), raw(5, 2), raw(6, 1), raw(5, 1)]],
  ["a log twice, its block written in two ways", [raw(5, 1), raw(5, 1, { blockNumber: "0x05" })]],
  ["two blocks at one height", [raw(5, 1), raw(5, 2, { blockHash: hash(6) })]],
  ["two blocks at one height with another between", [raw(5, 1), raw(6, 1), raw(5, 2, { blockHash: hash(7) })]],
  [
    "two blocks at one height, written in two ways",
    [raw(5, 1), raw(5, 2, { blockNumber: "0x05", blockHash: hash(6) })],
  ],
  ["two times of one block", [raw(5, 1), raw(5, 2, { blockTimestamp: "0x1" })]],
  ["a block before the range", [raw(0, 1)]],
  ["a block behind the range", [raw(10, 1)]],
  ["another contract's", [raw(5, 1, { address: `0x${"1".repeat(40)}` })]],
  ["no address", [raw(5, 1, { address: undefined })]],
  ["another event's", [raw(5, 1, { topics: [hash(1)] })]],
  ["no topics", [raw(5, 1, { topics: [] })]],
  ["topics that are none", [raw(5, 1, { topics: [TOPIC, 7] })]],
  ["topics in one word", [raw(5, 1, { topics: TOPIC })]],
  ...["data", "blockNumber", "blockHash", "transactionHash", "transactionIndex", "logIndex"].flatMap((key) =>
    [undefined, null, 5, "", "0xzz"].map(
      (value) => [`a log whose ${key} is ${value}`, [raw(5, 1, { [key]: value })]] as [string, unknown],
    ),
  ),
  ["an index that is no number", [raw(5, 1, { logIndex: "0x" })]],
  ["an index beyond all numbers", [raw(5, 1, { logIndex: `0x${"f".repeat(20)}` })]],
])("error: %s is refused", (_, body) => {
  expect(() => check(body, 1n, 9n)).toThrow(ProviderFailure);
});

test("error: what an indexed argument narrows is held to it", () => {
  const narrow = createLogCheck({ addresses: [ADDRESS], topics: [TOPIC], indexed: [undefined, [hash(8)]] });
  expect(narrow([raw(5, 1, { topics: [TOPIC, hash(7), hash(8)] })], 0n, 9n)).toHaveLength(1);
  for (const topics of [
    [TOPIC, hash(7)],
    [TOPIC, hash(7), hash(9)],
    [TOPIC, hash(8)],
  ])
    expect(() => narrow([raw(5, 1, { topics })], 0n, 9n)).toThrow("nobody asked for");
});
