import type { Address } from "viem";
import { expect, test } from "vitest";
import { checkCallSource, readAnswer, readWholeAnswer } from "../../../src/chain/weights/call.ts";
import type { CallSource } from "../../../src/core/governance/electorate/source.ts";
import { failure, feed } from "./feed.ts";

const wallet: Address = "0x00000000000000000000000000000000000000bb";
const WEIGHT = "function bondedAmount(address owner) view returns (uint256)";
const TOTAL = "function totalBonded() view returns (uint256)";
const of = (weight: string, total?: string): CallSource => ({
  kind: "call",
  chain: 1,
  target: "0x00000000000000000000000000000000000000AA",
  weight,
  total,
  symbol: "BOND",
  decimals: 18,
});

test("default: the functions that the config names are asked", () => {
  expect(feed(readAnswer(of(WEIGHT), wallet), [3n])).toEqual({ value: 3n, asked: [[`bondedAmount(${wallet})`]] });
  expect(feed(readWholeAnswer(of(WEIGHT, TOTAL)), [5n])).toEqual({ value: 5n, asked: [["totalBonded()"]] });
});

test("behavior: a narrow integer, which comes as a number, becomes a bigint", () => {
  expect(feed(readAnswer(of("function nodes(address) view returns (uint8)"), wallet), [200]).value).toBe(200n);
});

test("behavior: without a total's function nothing is asked and the total is unknown", () => {
  expect(feed(readWholeAnswer(of(WEIGHT)))).toEqual({ value: undefined, asked: [] });
});

test("error: an answer that the contract does not give is neither nothing nor unknown", () => {
  expect(() => feed(readAnswer(of(WEIGHT), wallet), [failure])).toThrow("it reverted");
  expect(() => feed(readWholeAnswer(of(WEIGHT, TOTAL)), [failure])).toThrow("it reverted");
});

test.each([
  WEIGHT,
  "function bondedAmount(address) external view returns (uint96)",
  "function one(address payable owner) pure returns (uint amount)",
])("default: %s is sound", (weight) => {
  expect(checkCallSource({ weight, total: TOTAL })).toEqual([]);
  expect(checkCallSource({ weight })).toEqual([]);
});

const READS = "weight must be a view or pure function, marked as such";
const TAKES = "weight must take one argument, an address";
const GIVES = "weight must return one unsigned integer and nothing else";

test.each([
  ["function f(address) returns (uint256)", [READS]],
  ["function f(address) payable returns (uint256)", [READS]],
  ["function f() view returns (uint256)", [TAKES]],
  ["function f(address, uint256) view returns (uint256)", [TAKES]],
  ["function f(address[]) view returns (uint256)", [TAKES]],
  ["function f(uint160) view returns (uint256)", [TAKES]],
  ["function f(address) view", [GIVES]],
  ["function f(address) view returns (int256)", [GIVES]],
  ["function f(address) view returns (bool)", [GIVES]],
  ["function f(address) view returns (uint256[])", [GIVES]],
  ["function f(address) view returns (uint256[2])", [GIVES]],
  ["function f(address) view returns (uint256, uint256)", [GIVES]],
  ["function f(address) view returns ((uint256 amount))", [GIVES]],
  ["function f(bytes32)", [READS, TAKES, GIVES]],
  ["event F(address owner)", ["weight is no Solidity function signature: it names something else"]],
  ["constructor(address owner)", ["weight is no Solidity function signature: it names something else"]],
  ["bondedAmount(address)", ["weight is no Solidity function signature: Unknown signature"]],
  ["", ["weight is no Solidity function signature: Unknown signature"]],
  ["function f(Owner) view returns (uint256)", ["weight is no Solidity function signature: Unknown type"]],
  ["function f(address) view returns (uint257)", ["weight is no Solidity function signature: Unknown type"]],
])("error: %s cannot tell a weight", (weight, faults) => {
  expect(checkCallSource({ weight })).toEqual(faults);
});

test("error: a total may take nothing, and its faults are told beside the weight's", () => {
  expect(checkCallSource({ weight: "function f() view returns (uint256)", total: WEIGHT })).toEqual([
    TAKES,
    "total must take no argument",
  ]);
});

test("error: an unsound source is refused when it is read, not before", () => {
  const source = of("function f() returns (uint256)", "total()");
  const [one, all] = [readAnswer(source, wallet), readWholeAnswer(source)];
  expect(() => one.next()).toThrow(`${READS}; ${TAKES}.`);
  expect(() => all.next()).toThrow("total is no Solidity function signature: Unknown signature.");
});
