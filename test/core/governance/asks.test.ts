import fc from "fast-check";
import { type AbiFunction, decodeFunctionData, encodeFunctionData, parseAbiItem } from "viem";
import { expect, test } from "vitest";
import { type Ask, readAsks, writeAsk } from "../../../src/core/governance/ask.ts";
import { readArguments, writeArguments } from "../../../src/core/governance/call-arguments.ts";
import { Refusal } from "../../../src/errors.ts";

const to = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const abiOf = (signature: string) => parseAbiItem(`function ${signature}`) as AbiFunction;

const word = fc.stringMatching(/^[a-z0-9][a-z0-9.]{0,12}$/);
const line = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const ask: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({
    kind: fc.constant("parameter" as const),
    parameter: fc.stringMatching(/^[a-z][a-z0-9-]{0,10}(\/[a-z0-9-]{1,6})?$/),
    value: line,
  }),
  fc.record({ kind: fc.constant("transfer" as const), amount: word, token: word, to: fc.constant(to) }),
  fc.record({
    kind: fc.constant("call" as const),
    target: fc.constant(to),
    signature: fc.constantFrom("setFee(uint256)", "set(address a, (uint256, string)[] b)", "function pause()"),
    args: fc.oneof(fc.constant(""), line),
  }),
);

test("law: what an author may change on a form reads as what it was written from", () => {
  fc.assert(
    fc.property(fc.array(ask, { minLength: 1, maxLength: 10 }), (asks) => {
      expect(readAsks(asks.map(writeAsk).join("\n"))).toEqual(asks);
    }),
  );
});

test("error: a line that asks for nothing is named, with what could be written", () => {
  expect(() => readAsks("operator-fee = 12 %\nplease pay Ada")).toThrow("“please pay Ada” asks for nothing");
  expect(() => readAsks("transfer 5 helio to 0x123")).toThrow(Refusal);
  expect(() => readAsks("call 0x123 f() with 5")).toThrow(Refusal);
  expect(readAsks(" \n\n")).toEqual([]);
});

const signatures = [
  "one(uint256 a, int8 b, address c, bool d)",
  "two(string a, bytes b, bytes4 c)",
  "three(uint16[] a, address[2] b, (uint256 x, string)[] c)",
];
const uint = (bits: bigint) => fc.bigInt(0n, 2n ** bits - 1n);
const hex = (min: number, max: number) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
const values = [
  fc.tuple(uint(256n), fc.integer({ min: -128, max: 127 }).map(BigInt), fc.constant(to), fc.boolean()),
  fc.tuple(
    fc.string().filter((text) => !/^0x[0-9a-fA-F]*$/.test(text)),
    hex(0, 40),
    hex(4, 4),
  ),
  fc.tuple(
    fc.array(uint(16n)),
    fc.constant([to, to]),
    fc.array(fc.tuple(uint(256n), fc.constantFrom("a, b", 'say "]"', "[", "\\", ""))),
  ),
];

test("law: arguments written out encode to the same bytes when they are read again", () => {
  for (const [index, signature] of signatures.entries()) {
    const abi = abiOf(signature);
    const encode = (args: unknown[]) => encodeFunctionData({ abi: [abi], functionName: abi.name, args });
    fc.assert(
      fc.property(values[index] as fc.Arbitrary<unknown[]>, (args) => {
        expect(encode(readArguments(abi, writeArguments(args).join(", ")))).toBe(encode(args));
      }),
    );
  }
});

test("behavior: a whole number stays exact, an address gets its checksum, and a struct needs no names", () => {
  const abi = abiOf("set(uint256, address who, (uint256, string) pair)");
  const args = readArguments(abi, `${2n ** 255n}, ${to.toLowerCase()}, [7, "a, b"]`);
  expect(args).toEqual([2n ** 255n, to, [7n, "a, b"]]);
  const data = encodeFunctionData({ abi: [abi], functionName: "set", args });
  expect(decodeFunctionData({ abi: [abi], data }).args).toEqual([2n ** 255n, to, [7n, "a, b"]]);
});

test.each([
  ["f(uint256 fee)", "", "f takes 1 arguments, not 0"],
  ["f(uint256 fee)", "1, 2", "f takes 1 arguments, not 2"],
  ["f(uint256 fee)", "1.5", "fee is “1.5”, which is no whole number"],
  ["f(uint256 fee)", "1e18", "no whole number"],
  ["f(uint8 fee)", "256", "no uint8"],
  ["f(int8 fee)", "-129", "no int8"],
  ["f(uint256 fee)", "-1", "no uint256"],
  ["f(uint256 fee)", "0x10", "no whole number"],
  ["f(address to)", "0x1234", "no full address"],
  ["f(address to)", `${to.slice(0, -1)}7`, "wrong checksum"],
  ["f(bool on)", "yes", "`true` or `false`"],
  ["f(bytes4 id)", "0x1234", "4 bytes in hexadecimal"],
  ["f(bytes data)", "0x123", "bytes in hexadecimal"],
  ["f(uint256[2] a)", "[1]", "takes 2 entries"],
  ["f(uint256[] a)", "1", "put it in brackets"],
  ["f(uint256[] a)", "[1, [2]", "not closed"],
  ["f(uint256[] a)", "1]", "a bracket too many"],
  ["f((uint256, bool) a)", "[1]", "takes 2 fields"],
  ["f(uint256)", "x", "argument 1 (uint256) is"],
])("error: %s with “%s”: %s", (signature, text, says) => {
  expect(() => readArguments(abiOf(signature), text)).toThrow(Refusal);
  expect(() => readArguments(abiOf(signature), text)).toThrow(says);
});
