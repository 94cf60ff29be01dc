import { type Address, encodeFunctionData, getAddress } from "viem";
import { expect, test } from "vitest";
import { MULTICALL, placeMulticall } from "../../../sandbox/chain/multicall.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { sqrtPriceAt } from "../../../src/core/treasury/maths/tick-math.ts";
import { inOneTransaction, type Step } from "../../support/one-transaction.ts";
import { coinCode, managerCode, mintParams, poolCode, startRangePool, UNIT } from "../../support/range-pool.ts";
import { flowsOf } from "../../support/rows.ts";

const NOTHING = { token0: 0n, token1: 0n, fees0: 0n, fees1: 0n };

test("default: through adding, swaps in and out of the range, taking out and collecting, every part is what Uniswap's own manager pays, to the wei", async () => {
  const world = await startRangePool();
  const { holder, coins, swap, liquidityOf } = world;
  const id = await world.mint(holder, -600, 600, 1_000n * UNIT);
  const { read, account } = world.appOf([id]);
  const check = async () => {
    const { token0, token1, fees0, fees1 } = await read();
    expect([fees0, fees1]).toEqual(await world.simulateCollect(id));
    if ((await liquidityOf(id)) > 0n) expect([token0, token1]).toEqual(await world.simulateDecrease(id));
    return { token0, token1, fees0, fees1 };
  };
  const balances = () => Promise.all(coins.map((coin) => coin.read<bigint>("balanceOf", holder)));
  await check();
  const before = await balances();
  await swap(0, 900n * UNIT + 3n);
  await check();
  await swap(1, 700n * UNIT + 1n);
  await check();
  await swap(0, 9_000n * UNIT);
  const outside = await check();
  await swap(0, 500n * UNIT);
  expect(outside.token1).toBe(0n);
  expect(await check()).toEqual(outside);
  const steps = [
    () => world.increase(id, 100n * UNIT),
    () => swap(1, 9_777n * UNIT),
    async () => world.decrease(id, (await liquidityOf(id)) / 3n),
    () => swap(1, 8_000n * UNIT),
    () => swap(0, 8_100n * UNIT),
    () => world.collect(id),
    () => swap(1, 300n * UNIT + 11n),
    async () => world.decrease(id, await liquidityOf(id)),
    () => world.collect(id),
  ];
  for (const step of steps) {
    await step();
    await check();
  }
  expect(await read()).toEqual(NOTHING);
  const after = await balances();
  const parts = account();
  for (const side of [0, 1] as const) {
    const token = parts[`token${side}`];
    const fees = parts[`fees${side}`];
    const [income = 0n, converted = 0n] = [fees?.income, token?.converted];
    expect(income).toBeGreaterThan(0n);
    expect(income).toBe((fees?.takenOut ?? 0n) - (token?.takenOut ?? 0n));
    // What came back beyond what there was at first is fees and what the price exchanged: nothing is left over.
    expect(income + converted).toBe((after[side] ?? 0n) - (before[side] ?? 0n) - (token?.opening ?? 0n));
    expect([token?.income, token?.unexplained, fees?.converted]).toEqual([0n, 0n, 0n]);
  }
});

test("boundary: fees are right where the growth inside the range lies below nothing and wraps", async () => {
  const { other, holder, manager, mint, swap, simulateCollect, appOf } = await startRangePool();
  await swap(1, 9_000n * UNIT);
  await mint(other, -1_200, 600, 10n * UNIT);
  await swap(0, 2_000n * UNIT);
  await swap(1, 1_900n * UNIT);
  const id = await mint(holder, 0, 600, 1_000n * UNIT);
  expect((await manager.read<bigint[]>("positions", id))[8]).toBeGreaterThan(1n << 255n);
  const { read, account } = appOf([id]);
  await read();
  await swap(0, 7_000n * UNIT);
  const { fees0, fees1 } = await read();
  expect([fees0, fees1]).toEqual(await simulateCollect(id));
  expect(account()["fees0"]?.income).toBe(fees0);
  expect(fees0).toBeGreaterThan(0n);
});

test("default: the price at a tick is where Uniswap's own pool says the tick begins", async () => {
  const { chain, other, factory } = await startRangePool();
  const ticks = [-887_272, -443_636, -99_999, -2, -1, 0, 1, 3, 60, 4_095, 123_456, 700_001, 887_271];
  for (const [index, tick] of ticks.entries()) {
    for (const [below, fee] of [
      [0n, 500],
      [1n, 10_000],
    ] as const) {
      if (tick === -887_272 && below === 1n) continue;
      const names = [getAddress(`0x${"1".repeat(40)}`), getAddress(`0x${String(20 + index).repeat(20)}`)];
      await factory.send(other, "createPool", ...names, fee);
      const pool = chain.at(await factory.read<Address>("getPool", ...names, fee), poolCode);
      await pool.send(other, "initialize", sqrtPriceAt(tick) - below);
      expect((await pool.read<[bigint, number]>("slot0"))[1]).toBe(tick - Number(below));
    }
  }
});

/** Code that answers one question with a word, here the holder's address, at a place among others, and refuses all else. */
function answering(selector: string, place: number, words: number, holder: Address): string {
  const store = `73${holder.slice(2)}61${(place * 32).toString(16).padStart(4, "0")}52`;
  return `0x5f3560e01c63${selector}146011575f5ffd5b${store}61${(words * 32).toString(16).padStart(4, "0")}5ff3`;
}

test.each([
  ["UniswapV3Staker", "b02c43d0", 0, 4],
  ["MasterChefV3", "3b1acf74", 6, 9],
])("behavior: an NFT staked in a %s is still the treasury's, while that says so", async (_, selector, place, words) => {
  const { chain, other, holder, manager, mint, swap, simulateCollect, appOf } = await startRangePool();
  const staker = getAddress(`0x${"5a".repeat(20)}`);
  await chain.rpc("anvil_setCode", staker, answering(selector, place, words, holder));
  const id = await mint(holder, -600, 600, 1_000n * UNIT);
  const { app, read, account } = appOf([id], { staker });
  await read();
  await manager.send(holder, "transferFrom", holder, staker, id);
  await swap(0, 500n * UNIT);
  const { fees0, token0 } = await read();
  expect(fees0).toBe((await simulateCollect(id, staker))[0]);
  expect(token0).toBeGreaterThan(0n);
  expect(account()["fees0"]?.income).toBe(fees0);
  expect(flowsOf(app.db, "range").filter(({ direction }) => direction === "out")).toEqual([]);
  await chain.rpc("anvil_setCode", staker, answering(selector, place, words, other));
  await swap(0, UNIT);
  expect(await read()).toEqual(NOTHING);
});

test("behavior: an NFT that is given away goes at its worth, with its fees, and none of that is income or loss", async () => {
  const world = await startRangePool();
  const { other, holder, manager, mint, swap, appOf } = world;
  const id = await mint(holder, -600, 600, 1_000n * UNIT);
  const { app, read, account } = appOf([id]);
  await read();
  await swap(0, 500n * UNIT);
  const worth = await read();
  await manager.send(holder, "transferFrom", holder, other, id);
  expect(await read()).toEqual(NOTHING);
  const out = flowsOf(app.db, "range").filter(({ direction }) => direction === "out");
  expect(Object.fromEntries(out.map(({ leg, amount }) => [leg, amount]))).toEqual(worth);
  const liquidity = await world.liquidityOf(id);
  expect(out.map(({ shares }) => shares)).toEqual([liquidity, liquidity, null, null]);
  expect(account()["fees0"]).toMatchObject({ opening: 0n, closing: 0n, income: worth["fees0"] });
  expect(account()["token0"]).toMatchObject({ income: 0n, closing: 0n, unexplained: 0n });
});

test("behavior: an NFT that is emptied and burned by who was given it, in the same block, went as what came out of it", async () => {
  const { chain, other, holder, manager, mint, liquidityOf, appOf } = await startRangePool();
  await placeMulticall(chain.rpc);
  const id = await mint(holder, -600, 600, 1_000n * UNIT);
  const { read, account } = appOf([id]);
  const { token0 = 0n } = await read();
  const liquidity = await liquidityOf(id);
  const give = { abi: managerCode.abi, functionName: "transferFrom", args: [holder, MULTICALL, id] };
  await chain.rpc("eth_sendTransaction", { from: holder, to: manager.address, data: encodeFunctionData(give) });
  const floors = { amount0Min: 0n, amount1Min: 0n, deadline: 10n ** 12n };
  const most = { amount0Max: (1n << 128n) - 1n, amount1Max: (1n << 128n) - 1n };
  await inOneTransaction(chain, other, [
    [manager, managerCode.abi, "decreaseLiquidity", { tokenId: id, liquidity, ...floors }],
    [manager, managerCode.abi, "collect", { tokenId: id, recipient: other, ...most }],
    [manager, managerCode.abi, "burn", id],
  ]);
  expect(await read()).toEqual(NOTHING);
  expect(account()["token0"]).toMatchObject({ takenOut: token0, unexplained: 0n, converted: 0n });
});

test("behavior: an NFT that somebody mints and passes on at once is paid in once", async () => {
  const { chain, other, holder, manager, coins, appOf } = await startRangePool();
  await placeMulticall(chain.rpc);
  const amount = 1_000n * UNIT;
  const steps: Step[] = [];
  for (const coin of coins) {
    await coin.send(other, "transfer", MULTICALL, amount);
    steps.push([coin, coinCode.abi, "approve", manager.address, amount]);
  }
  steps.push([manager, managerCode.abi, "mint", mintParams(coins, -600, 600, amount, MULTICALL)]);
  steps.push([manager, managerCode.abi, "transferFrom", MULTICALL, holder, 2n]);
  await inOneTransaction(chain, other, steps);
  const { app, read } = appOf([2n]);
  const { token0, token1 } = await read();
  expect(flowsOf(app.db, "range").map(({ leg, direction, amount: paid }) => [leg, direction, paid])).toEqual([
    ["token0", "in", (token0 ?? 0n) + 1n],
    ["token1", "in", (token1 ?? 0n) + 1n],
  ]);
});

test("boundary: an NFT that is not minted yet, and one that is burned, hold nothing", async () => {
  const { holder, manager, mint, decrease, liquidityOf, collect, appOf } = await startRangePool();
  const id = await mint(holder, -600, 600, UNIT);
  const { read } = appOf([id, id + 1n]);
  await read();
  await decrease(id, await liquidityOf(id));
  await collect(id);
  await manager.send(holder, "burn", id);
  expect(await read()).toEqual(NOTHING);
});

test("behavior: ten NFTs of a pool are read in two requests", async () => {
  const { chain, holder, mint, appOf } = await startRangePool();
  await placeMulticall(chain.rpc);
  const ids: bigint[] = [];
  for (let one = 1; one <= 10; one += 1) ids.push(await mint(holder, -60 * one, 60 * one, UNIT));
  const { app, readAll } = appOf(ids);
  const { block } = await readAll();
  const requests = () => app.chains.get(31_337).requests()[0]?.httpRequests ?? 0;
  const before = requests();
  await readPositions(app, 31_337, block);
  expect(requests() - before).toBe(2);
});

test("error: a pool of another kind, a manager that is none, an NFT of another pool and tokens the wrong way round are left unread, with the reason", async () => {
  const { chain, other, holder, factory, coins, mint, appOf } = await startRangePool();
  const id = await mint(holder, -600, 600, UNIT);
  const names = [coins[0].address, coins[1].address];
  await factory.send(other, "createPool", ...names, 500);
  const second = await factory.read<Address>("getPool", ...names, 500);
  await chain.at(second, poolCode).send(other, "initialize", 1n << 96n);
  const reasonOf = async (changes: object) => (await appOf([id], changes).readAll()).unread[0]?.reason;
  expect(await reasonOf({ pool: second })).toContain(`NFT ${id} lies in another pool`);
  expect(await reasonOf({ tokens: ["one", "zero"] })).toContain("Its token0 is of the token");
  expect(await reasonOf({ pool: coins[0].address })).toContain("factory of");
  expect(await reasonOf({ manager: coins[0].address })).toContain("factory of");
});
