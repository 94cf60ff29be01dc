import type { Address } from "viem";
import { expect, test } from "vitest";
import { readBalance, readSupply } from "../../../src/chain/weights/balance.ts";
import type { BalanceSource } from "../../../src/core/governance/electorate/source.ts";
import { failure, feed } from "./feed.ts";

const wallet: Address = "0x00000000000000000000000000000000000000bb";
const of = (standard: BalanceSource["standard"], id?: bigint): BalanceSource => ({
  kind: "balance",
  chain: 1,
  token: "0x00000000000000000000000000000000000000AA",
  standard,
  id,
  symbol: "COIN",
  decimals: 0,
});

test.each([
  ["erc20", undefined, `balanceOf(${wallet})`, "totalSupply()"],
  ["erc721", undefined, `balanceOf(${wallet})`, "totalSupply()"],
  ["erc1155", 0n, `balanceOf(${wallet},0)`, "totalSupply(0)"],
  ["erc1155", 7n, `balanceOf(${wallet},7)`, "totalSupply(7)"],
] as const)("default: of an %s with id %s a wallet's and the whole balance are asked for", (standard, id, one, all) => {
  expect(feed(readBalance(of(standard, id), wallet), [3n])).toEqual({ value: 3n, asked: [[one]] });
  expect(feed(readSupply(of(standard, id)), [5n])).toEqual({ value: 5n, asked: [[all]] });
});

test("behavior: an NFT that does not count itself has no total", () => {
  expect(feed(readSupply(of("erc721")), [failure]).value).toBeUndefined();
  expect(feed(readSupply(of("erc1155", 7n)), [failure]).value).toBeUndefined();
});

test("boundary: a total of nothing is told, not unknown", () => {
  expect(feed(readSupply(of("erc721")), [0n]).value).toBe(0n);
});

test("error: an ERC-20 without a supply is none", () => {
  expect(() => feed(readSupply(of("erc20")), [failure])).toThrow("it reverted");
});

test("error: a balance that the token does not tell is not taken for none", () => {
  expect(() => feed(readBalance(of("erc721"), wallet), [failure])).toThrow("it reverted");
});

test("error: an ERC-1155 without an id is refused when it is read, not before", () => {
  const reads = [readBalance(of("erc1155"), wallet), readSupply(of("erc1155"))];
  for (const read of reads) expect(() => read.next()).toThrow("the id of the one token");
});
