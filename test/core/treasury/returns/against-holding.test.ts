import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { integerRoot } from "../../../../src/core/governance/counting/integer-root.ts";
import { RAY } from "../../../../src/core/treasury/legs.ts";
import { rangeAmounts } from "../../../../src/core/treasury/maths/pool-maths.ts";
import { sqrtPriceAt } from "../../../../src/core/treasury/maths/tick-math.ts";
import type { FlowFact, PositionFacts, ReadingFact } from "../../../../src/core/treasury/position-facts.ts";
import { againstHolding } from "../../../../src/core/treasury/returns/against-holding.ts";
import type { PoolAccount } from "../../../../src/core/treasury/returns/pool-account.ts";

const UNIT = 10n ** 18n;
const MILLION = 1_000_000n;
const tokens = [
  { name: "zero", symbol: "ZERO", decimals: 18 },
  { name: "one", symbol: "ONE", decimals: 18 },
] as const;

/** Token1 is worth a dollar of one unit; token0 `price` millionths of that. */
const at =
  (price: bigint) =>
  (amount: bigint, { name }: { name: string }) =>
    name === "zero" ? (amount * price) / MILLION : amount;

/** The books of a pool position: its tokens' legs and its fees' legs, as steps write them, a block after another. */
function pool() {
  let block = 1n;
  const legs = ["token0", "token1", "fees0", "fees1"].map((leg, index) => ({
    ...{
      position: "pool",
      leg,
      kind: index < 2 ? ("pooled" as const) : ("claimable" as const),
      label: `Pool · ${leg}`,
    },
    ...{ protocol: "Pool", chain: 1, token: tokens[index % 2] as (typeof tokens)[number] },
    readings: [] as ReadingFact[],
    flows: [] as FlowFact[],
  }));
  const move = (direction: "in" | "out", amounts: readonly bigint[], shares: bigint | undefined, first = 0) => {
    block += 1n;
    for (const [index, amount] of amounts.entries()) {
      const place = { transaction: `0x${block}`, logIndex: 1, part: 0, block, at: Number(block) };
      legs[first + index]?.flows.push({ ...place, direction, amount, shares: first === 0 ? shares : undefined });
    }
  };
  const read = (amounts: readonly bigint[], known: { shares?: bigint; growth?: bigint } = {}) => {
    block += 1n;
    for (const [index, leg] of legs.entries()) {
      const told = index < 2 ? { shares: undefined, ...known } : { shares: undefined };
      leg.readings.push({ block, at: Number(block), amount: amounts[index] ?? 0n, ...told });
    }
  };
  const account = (price: bigint, used: readonly PositionFacts[] = legs) => againstHolding(used, block, at(price));
  return { legs, move, read, account };
}

/** Of the held value, in per cent. */
function lossOf(account: PoolAccount | undefined): number {
  return (Number(account?.lossUsd) / Number(account?.heldUsd)) * 100;
}

/** A pool of one price curve: what liquidity holds of both tokens at a price in millionths. */
function onCurve(liquidity: bigint, price: bigint): [bigint, bigint] {
  const root = integerRoot(price * MILLION);
  return [(liquidity * MILLION) / root, (liquidity * root) / MILLION];
}

describe("published values", () => {
  test.each([
    [1.25, -0.62],
    [1.5, -2.02],
    [2, -5.72],
    [4, -20.0],
  ])("default: a pair whose price is %d times what it was has lost %d %% against holding", (times, percent) => {
    const { move, read, account } = pool();
    const price = BigInt(times * 1e6);
    move("in", [1_000n * UNIT, 1_000n * UNIT], 1_000n * UNIT);
    read(onCurve(1_000n * UNIT, price), { shares: 1_000n * UNIT, growth: RAY });
    expect(lossOf(account(price))).toBeCloseTo(percent, 2);
    expect(account(price)?.netUsd).toBe(account(price)?.lossUsd);
  });

  test.each([
    [1.1, -1.07],
    [1.2, -3.92],
    [2, -29.4],
  ])(
    "default: a range from 0.8 to 1.25 has lost so much once the price is %d times what it was: %d %%",
    (times, percent) => {
      const tick = (price: number) => Math.floor(Math.log(price) / Math.log(1.0001));
      const range = { lower: tick(0.8), upper: tick(1.25), liquidity: 10n ** 24n };
      const amounts = (price: number) =>
        rangeAmounts(range, { tick: tick(price), sqrtPrice: sqrtPriceAt(tick(price)) });
      const { move, read, account } = pool();
      move("in", amounts(1), range.liquidity);
      read(amounts(times), { shares: range.liquidity });
      expect(lossOf(account(BigInt(times * 1e6)))).toBeCloseTo(percent, 1);
    },
  );
});

test("default: a pair's fees are told apart from what the price did, and the net is both", () => {
  const { move, read, account } = pool();
  move("in", [1_000n * UNIT, 1_000n * UNIT], 1_000n * UNIT);
  read(onCurve(1_100n * UNIT, 4n * MILLION), { shares: 1_000n * UNIT, growth: (RAY * 11n) / 10n });
  const now = account(4n * MILLION);
  expect([now?.heldUsd, now?.poolUsd, now?.lossUsd, now?.feesUsd, now?.netUsd].map((usd) => usd && usd / UNIT)).toEqual(
    [5_000n, 4_000n, -1_000n, 400n, -600n],
  );
  // Half of the shares take half of the deposit and of its fees.
  move("out", onCurve(550n * UNIT, 4n * MILLION), 500n * UNIT);
  read(onCurve(550n * UNIT, 4n * MILLION), { shares: 500n * UNIT, growth: (RAY * 11n) / 10n });
  const half = account(4n * MILLION);
  expect([half?.lossUsd, half?.feesUsd].map((usd) => usd && usd / UNIT)).toEqual([-500n, 200n]);
});

test("behavior: each deposit is held against from its own price on, and a withdrawal takes its part of each", () => {
  const { move, read, account, legs } = pool();
  move("in", [1_000n * UNIT, 1_000n * UNIT], 1_000n * UNIT);
  // At four times the price the same liquidity again is half of token0 and twice of token1.
  move("in", [500n * UNIT, 2_000n * UNIT], 1_000n * UNIT);
  read([1_000n * UNIT, 4_000n * UNIT], { shares: 2_000n * UNIT, growth: RAY });
  const whole = account(4n * MILLION);
  expect([whole?.heldUsd, whole?.lossUsd].map((usd) => usd && usd / UNIT)).toEqual([9_000n, -1_000n]);
  move("out", [250n * UNIT, 1_000n * UNIT], 500n * UNIT);
  read([750n * UNIT, 3_000n * UNIT], { shares: 1_500n * UNIT, growth: RAY });
  const left = account(4n * MILLION);
  expect([left?.heldUsd, left?.lossUsd].map((usd) => usd && usd / UNIT)).toEqual([6_750n, -750n]);
  expect(left).toMatchObject({ label: "Pool", since: 2, isExact: true });
  const untold = legs.map((leg) => ({ ...leg, flows: leg.flows.map(({ shares: _, ...flow }) => flow) }));
  expect(account(4n * MILLION, untold)).toMatchObject({
    heldUsd: left?.heldUsd,
    lossUsd: left?.lossUsd,
    isExact: false,
  });
});

test("behavior: fees that are collected apart count as long as what earned them is in", () => {
  const { move, read, account } = pool();
  move("in", [1_000n * UNIT, 1_000n * UNIT], 10n);
  read([1_000n * UNIT, 1_000n * UNIT, 0n, 60n * UNIT], { shares: 10n });
  move("out", [0n, 60n * UNIT], undefined, 2);
  read([1_000n * UNIT, 1_000n * UNIT, 0n, 20n * UNIT], { shares: 10n });
  expect(account(MILLION)).toMatchObject({ lossUsd: 0n, feesUsd: 80n * UNIT, netUsd: 80n * UNIT });
  // Half of it is taken out, and lies among what can be collected until it is.
  move("out", [500n * UNIT, 500n * UNIT], 5n);
  move("in", [500n * UNIT, 500n * UNIT], undefined, 2);
  read([500n * UNIT, 500n * UNIT, 500n * UNIT, 520n * UNIT], { shares: 5n });
  expect(account(MILLION)).toMatchObject({ heldUsd: 1_000n * UNIT, lossUsd: 0n, feesUsd: 40n * UNIT });
});

test("boundary: what is taken out wholly is in no pool, and what comes after begins anew", () => {
  const { move, read, account } = pool();
  move("in", [1_000n * UNIT, 1_000n * UNIT], 10n);
  read([1_000n * UNIT, 1_000n * UNIT, 0n, 60n * UNIT], { shares: 10n });
  move("out", [1_000n * UNIT, 1_000n * UNIT], 10n);
  read([0n, 0n, 0n, 60n * UNIT], { shares: 0n });
  expect(account(MILLION)).toBeUndefined();
  move("in", [10n * UNIT, 10n * UNIT], 3n);
  read([10n * UNIT, 10n * UNIT, 0n, 61n * UNIT], { shares: 3n });
  expect(account(MILLION)).toMatchObject({ since: 6, heldUsd: 20n * UNIT, lossUsd: 0n, feesUsd: UNIT });
});

test("behavior: what was there before anybody looked counts from its first reading, with none of the fees until then", () => {
  const { move, read, account } = pool();
  read([1_000n * UNIT, 1_000n * UNIT, 0n, 60n * UNIT], { shares: 10n });
  move("in", [100n * UNIT, 100n * UNIT], 1n);
  read([550n * UNIT, 2_200n * UNIT, 0n, 61n * UNIT], { shares: 11n });
  const now = account(4n * MILLION);
  expect(now).toMatchObject({ since: 2, heldUsd: 5_500n * UNIT, lossUsd: -1_100n * UNIT, feesUsd: UNIT });
});

test("error: shares that nobody saw come, and a token without a price, leave the comparison unknown", () => {
  const { move, read, legs } = pool();
  move("in", [1_000n * UNIT, 1_000n * UNIT], 10n);
  read([1_500n * UNIT, 1_500n * UNIT], { shares: 15n });
  expect(againstHolding(legs, 3n, at(MILLION))).toMatchObject({
    heldUsd: undefined,
    lossUsd: undefined,
    netUsd: undefined,
  });
  const known = againstHolding(legs, 3n, (amount, { name }) => (name === "zero" ? undefined : amount));
  expect(known).toMatchObject({ poolUsd: undefined, feesUsd: 0n, netUsd: undefined });
  expect(againstHolding(legs, 99n, at(MILLION))).toBeUndefined();
  expect(againstHolding(legs, undefined, at(MILLION))).toBeUndefined();
});

const step = fc.record({
  price: fc.bigInt(10_000n, 100n * MILLION),
  liquidity: fc.bigInt(UNIT, 1_000_000n * UNIT),
  kind: fc.constantFrom("in" as const, "out" as const, "none" as const),
});

/** Deposits and withdrawals at ever other prices; gives what is left in, at the last price. */
function walk(steps: readonly { price: bigint; liquidity: bigint; kind: "in" | "out" | "none" }[]) {
  const { move, read, account } = pool();
  const first = 1_000n * UNIT;
  let shares = first;
  let price = MILLION;
  move("in", onCurve(shares, price), shares);
  for (const { kind, liquidity, ...next } of steps) {
    price = next.price;
    const moved = kind === "out" ? (shares * (liquidity % 9n)) / 10n : kind === "in" ? liquidity : 0n;
    if (moved > 0n && kind !== "none") move(kind, onCurve(moved, price), moved);
    shares += kind === "out" ? -moved : moved;
    read(onCurve(shares, price), { shares, growth: RAY });
  }
  return { account: account(price), price, shares };
}

test("law: without fees a pool of one price curve never beats holding, whatever came and went at whatever price", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { account } = walk(steps);
      // Prices are roots in millionths here: to a hundred-thousandth of what is held.
      const slack = (account?.heldUsd ?? 0n) / 100_000n + 100n;
      expect(account?.lossUsd).toBeLessThanOrEqual(slack);
      expect(account?.feesUsd).toBeLessThanOrEqual(slack);
    }),
  );
});

test("law: what is withdrawn changes neither the loss nor the fees of what stays, by the part of it", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.bigInt(1n, 9n), (steps, tenths) => {
      const stay = walk(steps);
      const last = { price: stay.price, kind: "out" as const, liquidity: tenths % 9n };
      const left = walk([...steps, last]);
      const part = 10n - (tenths % 9n);
      const expected = ((stay.account?.lossUsd ?? 0n) * part) / 10n;
      const off = (left.account?.lossUsd ?? 0n) - expected;
      expect(off < 0n ? -off : off).toBeLessThanOrEqual((stay.account?.heldUsd ?? 0n) / 1_000_000n + 100n);
    }),
  );
});
