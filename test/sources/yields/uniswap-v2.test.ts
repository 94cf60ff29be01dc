import type { Address } from "viem";
import { expect, test } from "vitest";
import { MULTICALL } from "../../../sandbox/chain/multicall.ts";
import { pairCode, startPair, UNIT } from "../../support/pair.ts";
import { positionReader } from "../../support/position-reader.ts";
import { positionsApp } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";
import { setBalance } from "../../support/set-balance.ts";

test.each([
  ["whose protocol takes its sixth", true],
  ["whose protocol takes nothing", false],
])("default: shares of a pair %s are worth what Uniswap's own contract pays for them, to the wei", async (_, paid) => {
  const { other, pair, add, remove, swap, read, held, account } = await startPair({ paid });
  await add(1_000n * UNIT + 7n, 4_000n * UNIT + 1n, other);
  await read();
  await add(250n * UNIT, 1_000n * UNIT);
  for (let round = 0; round < 5; round += 1) {
    await read();
    await swap(0, 17n * UNIT + 3n);
    await swap(1, 61n * UNIT + 5n);
  }
  const worth = await read();
  await remove(await pair.read("balanceOf", MULTICALL));
  expect(await held()).toEqual(worth);
  expect(await read()).toEqual([0n, 0n]);
  const accounts = account();
  expect(accounts).toMatchObject([
    { opening: 0n, closing: 0n, paidIn: 250n * UNIT, takenOut: worth[0] },
    { opening: 0n, closing: 0n, paidIn: 1_000n * UNIT, takenOut: worth[1] },
  ]);
  for (const { paidIn, takenOut, income = 0n, converted = 0n } of accounts) {
    expect(income).toBeGreaterThan(0n);
    expect(income + converted).toBe(takenOut - paidIn);
  }
});

test("law: income is the part of what is held that the root of both tokens has grown by, the protocol's share taken off", async () => {
  const { add, pair, swap, read, account } = await startPair({ paid: false });
  await add(1_000n * UNIT, 4_000n * UNIT);
  await read();
  const [x0, y0] = await pair.read<[bigint, bigint]>("getReserves");
  await swap(0, 100n * UNIT);
  await swap(1, 900n * UNIT);
  const worth = await read();
  const [x1, y1] = await pair.read<[bigint, bigint]>("getReserves");
  for (const [index, { income = 0n }] of account().entries()) {
    // income / worth = 1 − √(x0·y0 / (x1·y1)), so that (worth − income)² / worth² is the ratio of the products; to a billionth of a billionth.
    const kept = (worth[index] ?? 0n) - income;
    const off = kept * kept * x1 * y1 - (worth[index] ?? 0n) ** 2n * x0 * y0;
    expect((off < 0n ? -off : off) * 10n ** 18n).toBeLessThan((worth[index] ?? 0n) ** 2n * x0 * y0);
  }
});

test("behavior: what the protocol is due is never the treasury's income, before it is paid as little as after", async () => {
  const grown: bigint[] = [];
  for (const paid of [true, false]) {
    const { add, swap, read, account } = await startPair({ paid });
    await add(1_000n * UNIT, 4_000n * UNIT);
    await read();
    for (let round = 0; round < 3; round += 1) await swap(0, 100n * UNIT).then(() => swap(1, 380n * UNIT));
    await read();
    grown.push(account()[0]?.income ?? 0n);
  }
  const [due = 0n, whole = 0n] = grown;
  // Five sixths, to a thousandth.
  expect((due * 6_000n) / whole).toBeGreaterThanOrEqual(4_995n);
  expect((due * 6_000n) / whole).toBeLessThanOrEqual(5_005n);
});

test("behavior: shares that come and go by themselves are flows at their worth, not income", async () => {
  const { app, other, pair, add, read, together, account } = await startPair();
  await add(1_000n * UNIT, 4_000n * UNIT, other);
  await read();
  const shares = await pair.read<bigint>("balanceOf", other);
  await pair.send(other, "transfer", MULTICALL, shares / 2n);
  const worth = await read();
  await together([pair, pairCode.abi, "transfer", other, shares / 4n]);
  const left = await read();
  expect(flowsOf(app.db, "pool").map(({ leg, direction, amount }) => [leg, direction, amount])).toEqual([
    ["token0", "in", worth[0]],
    ["token1", "in", worth[1]],
    ["token0", "out", left[0]],
    ["token1", "out", left[1]],
  ]);
  for (const { income, converted, unexplained } of account()) {
    expect([income, unexplained]).toEqual([0n, 0n]);
    expect(converted).toBeOneOf([0n, 1n]);
  }
});

test("behavior: shares that nothing tells of are unexplained in both tokens", async () => {
  const { chain, other, pair, add, read, account } = await startPair();
  await add(1_000n * UNIT, 4_000n * UNIT, other);
  await add(100n * UNIT, 400n * UNIT);
  const [before = [], shares] = [await read(), await pair.read<bigint>("balanceOf", MULTICALL)];
  await setBalance(chain.rpc, pair.address, MULTICALL, (shares * 4n) / 3n);
  const after = await read();
  account().forEach(({ unexplained = 0n, converted = 0n, income }, side) => {
    expect((after[side] ?? 0n) - (before[side] ?? 0n)).toBe(unexplained + converted);
    expect([income, converted]).toEqual([0n, expect.toBeOneOf([0n, 1n])]);
  });
});

test("behavior: a gift to the pair looks like fees, and one that the pair has not noticed looks like nothing", async () => {
  const { other, coins, pair, add, read, account } = await startPair({ paid: false });
  await add(1_000n * UNIT, 4_000n * UNIT);
  const [before] = await read();
  await coins[0].send(other, "transfer", pair.address, 210n * UNIT);
  expect((await read())[0]).toBe(before);
  await pair.send(other, "sync");
  await read();
  // The root of 1.21 is 1.1: an eleventh of what is held is growth.
  expect(account()[1]?.income).toBe(((await read())[1] ?? 0n) / 11n);
});

test("error: a contract that is no pair is left unread, with the reason", async () => {
  const { chain, coins } = await startPair();
  const tokens = { zero: { address: coins[0].address }, one: { address: coins[1].address } };
  const pool = {
    kind: "uniswap-v2",
    pair: coins[0].address,
    holder: chain.accounts[1] as Address,
    tokens: ["zero", "one"],
  };
  const { unread } = await positionReader(positionsApp(chain.url, { pool }, tokens), "pool").readAll();
  expect(unread).toEqual([{ name: "pool", reason: expect.stringContaining("getReserves of") }]);
});

test("error: a pair whose tokens are named the wrong way round is left unread, for its amounts would be the other's", async () => {
  const { chain, coins, pair } = await startPair();
  const tokens = { zero: { address: coins[0].address }, one: { address: coins[1].address } };
  const pool = { kind: "uniswap-v2", pair: pair.address, holder: MULTICALL, tokens: ["one", "zero"] };
  const { unread } = await positionReader(positionsApp(chain.url, { pool }, tokens), "pool").readAll();
  expect(unread).toEqual([{ name: "pool", reason: expect.stringContaining("Its token0 is of the token") }]);
});
