import { expect, test } from "vitest";
import { MULTICALL } from "../../../sandbox/chain/multicall.ts";
import { collectBooks } from "../../../src/actions/books/collect-books.ts";
import { describePosition } from "../../../src/actions/treasury/describe-position.ts";
import { againstHolding, type ValueNow } from "../../../src/core/treasury/returns/against-holding.ts";
import type { PoolAccount } from "../../../src/core/treasury/returns/pool-account.ts";
import type { TestApp } from "../../support/app.ts";
import { startPair, UNIT } from "../../support/pair.ts";
import { startRangePool } from "../../support/range-pool.ts";

const SCALE = 10n ** 18n;

/** Against holding at the last reading, where `one` is money and `zero` has a price at a scale of 1e18. */
function accountNow(app: TestApp, price: bigint): PoolAccount {
  const { positions } = collectBooks(app, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const last = positions[0]?.readings.at(-1)?.block;
  return againstHolding(positions, last, valueAt(price)) as PoolAccount;
}

function valueAt(price: bigint): ValueNow {
  return (amount, { name }) => (name === "zero" ? (amount * price) / SCALE : amount);
}

function worthOf([zero, one]: readonly (bigint | undefined)[], price: bigint): bigint {
  return ((zero ?? 0n) * price) / SCALE + (one ?? 0n);
}

/** What the published formula says that a pair loses by a price that is `times` what it was. */
const lossBy = (times: number) => (2 * Math.sqrt(times)) / (1 + times) - 1;

test("default: two deposits into Uniswap's own pair at two prices have lost what is published for each, the fees told apart, a withdrawal its part of both", async () => {
  const { app, other, pair, add, remove, swap, read, held } = await startPair({ paid: false });
  await add(10_000n * UNIT, 40_000n * UNIT, other);
  const reserves = async () => {
    const [zero, one] = await pair.read<[bigint, bigint]>("getReserves");
    return { zero, one, price: (one * SCALE) / zero };
  };
  const first = await reserves();
  await add(1_000n * UNIT, 4_000n * UNIT);
  await swap(1, 30_000n * UNIT);
  await read();
  const second = await reserves();
  const more = [500n * UNIT, (500n * UNIT * second.one) / second.zero] as const;
  await add(...more);
  await swap(1, 25_000n * UNIT);
  await swap(0, 2_000n * UNIT);
  const worth = await read();
  const { price } = await reserves();
  const deposits = [
    { amounts: [1_000n * UNIT, 4_000n * UNIT], price: first.price },
    { amounts: more, price: second.price },
  ];
  const account = accountNow(app, price);
  const hold = deposits.reduce((sum, { amounts }) => sum + worthOf(amounts, price), 0n);
  expect(Number(account.heldUsd)).toBeCloseTo(Number(hold), -3);
  const published = deposits.reduce(
    (sum, { amounts, price: then }) => sum + Number(worthOf(amounts, price)) * lossBy(Number(price) / Number(then)),
    0,
  );
  expect(Number(account.lossUsd) / published).toBeCloseTo(1, 9);
  expect(account.feesUsd).toBeGreaterThan(0n);
  // Neither token has a price in this config: what /treasury position shows is unknown, and since when it is not.
  app.set((await app.chains.get(31_337).finalized()).timestamp);
  expect(describePosition(app, "pool").pool).toMatchObject({ since: account.since, heldUsd: undefined, isExact: true });
  expect(Number(account.netUsd) / Number(worthOf(worth, price) - hold)).toBeCloseTo(1, 9);
  await remove((await pair.read<bigint>("balanceOf", MULTICALL)) / 4n);
  await read();
  const left = accountNow(app, price);
  expect(left).toMatchObject({ isExact: true, since: account.since });
  for (const part of ["heldUsd", "lossUsd", "feesUsd", "netUsd"] as const)
    expect(Number(left[part]) / Number(account[part])).toBeCloseTo(0.75, 9);
  const before = await held();
  await remove(await pair.read<bigint>("balanceOf", MULTICALL));
  const got = (await held()).map((amount, index) => amount - (before[index] ?? 0n));
  // What the rest paid when it was taken out wholly, less what its deposits would be worth: the net that was said of it, to some wei of rounding.
  const off = worthOf(got, price) - (left.heldUsd ?? 0n) - (left.netUsd ?? 0n);
  expect(off < 0n ? -off : off).toBeLessThan(10n);
  await read();
  expect(accountNow(app, price)).toBeUndefined();
});

test("default: a range of Uniswap's own pool is held against two deposits at two prices, with what was collected and what can be, and a withdrawal takes its part", async () => {
  const world = await startRangePool();
  const { holder, coins, swap, liquidityOf, simulateCollect } = world;
  const balances = () => Promise.all(coins.map((coin) => coin.read<bigint>("balanceOf", holder)));
  const spentBy = async (step: () => Promise<unknown>) => {
    const before = await balances();
    await step();
    return (await balances()).map((amount, index) => (before[index] ?? 0n) - amount);
  };
  let id = 0n;
  const firstIn = await spentBy(async () => {
    id = await world.mint(holder, -600, 600, 1_000n * UNIT);
  });
  const { app, read } = world.appOf([id]);
  await read();
  await swap(0, 1_000n * UNIT);
  const secondIn = await spentBy(() => world.increase(id, 500n * UNIT));
  await read();
  await swap(1, 1_400n * UNIT);
  await read();
  const collected = (await spentBy(() => world.collect(id))).map((amount) => -amount);
  await swap(0, 700n * UNIT);
  const { token0, token1 } = await read();
  const price = (SCALE * 9n) / 10n;
  const account = accountNow(app, price);

  const open = (await simulateCollect(id)) as [bigint, bigint];
  const earned = collected.map((amount, index) => amount + (open[index] ?? 0n));
  const hold = worthOf(firstIn, price) + worthOf(secondIn, price);
  const within = (one: bigint | undefined, two: bigint) => {
    const off = (one ?? 0n) - two;
    expect(off < 0n ? -off : off).toBeLessThan(10n);
  };
  within(account.heldUsd, hold);
  within(account.poolUsd, worthOf([token0, token1], price));
  within(account.feesUsd, worthOf(earned, price));
  within(account.netUsd, worthOf([token0, token1], price) + worthOf(earned, price) - hold);
  expect(account.lossUsd).toBeLessThan(0n);
  await world.decrease(id, (await liquidityOf(id)) / 4n);
  await read();
  const left = accountNow(app, price);
  for (const part of ["heldUsd", "poolUsd", "lossUsd", "feesUsd"] as const)
    expect(Number(left[part]) / Number(account[part])).toBeCloseTo(0.75, 9);
  await world.decrease(id, await liquidityOf(id));
  await read();
  expect(accountNow(app, price)).toBeUndefined();
});
