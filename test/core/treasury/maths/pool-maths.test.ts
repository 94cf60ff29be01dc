import fc from "fast-check";
import { expect, test } from "vitest";
import { feesSince, growthInside, rangeAmounts } from "../../../../src/core/treasury/maths/pool-maths.ts";
import { sqrtPriceAt } from "../../../../src/core/treasury/maths/tick-math.ts";

const amount = (max: bigint) => fc.bigInt({ min: 1n, max });
const Q96 = 1n << 96n;

const range = fc
  .tuple(fc.integer({ min: -200_000, max: 200_000 }), fc.integer({ min: 1, max: 100_000 }), amount(1n << 100n))
  .map(([lower, width, liquidity]) => ({ lower, upper: lower + width, liquidity }));

test("law: what a range holds is L(1/√p − 1/√b) and L(√p − √a), rounded down and no further", () => {
  fc.assert(
    fc.property(range, fc.integer({ min: -300_000, max: 300_000 }), (held, tick) => {
      const [low, high] = [sqrtPriceAt(held.lower), sqrtPriceAt(held.upper)];
      const here = sqrtPriceAt(tick);
      const clamped = here < low ? low : here > high ? high : here;
      const [first, second] = rangeAmounts(held, { tick, sqrtPrice: here });
      // As fractions: L·2^96·(b − p) / (b·p) and L·(p − a) / 2^96. Dividing twice rounds down as dividing once does.
      expect(first).toBe((held.liquidity * Q96 * (high - clamped)) / (high * clamped));
      expect(second).toBe((held.liquidity * (clamped - low)) / Q96);
    }),
  );
});

const tickOf = (price: number) => Math.floor(Math.log(price) / Math.log(1.0001));

test.each([
  [1.1, -1.07],
  [1.2, -3.92],
  [2, -29.4],
])(
  "default: a range from 0.8 to 1.25 is worth what is published against holding, once the price is %d times",
  (price, percent) => {
    const held = { lower: tickOf(0.8), upper: tickOf(1.25), liquidity: 10n ** 30n };
    const worthAt = (where: number) =>
      rangeAmounts(held, { tick: tickOf(where), sqrtPrice: sqrtPriceAt(tickOf(where)) });
    const value = ([first, second]: [bigint, bigint]) => Number(first) * price + Number(second);
    expect((value(worthAt(price)) / value(worthAt(1)) - 1) * 100).toBeCloseTo(percent, 1);
  },
);

test("law: the growth inside is what came while the price was inside, wherever counting began and however often it wrapped", () => {
  const step = fc.record({ tick: fc.integer({ min: -50, max: 50 }), fee: fc.bigInt({ min: 0n, max: 1n << 255n }) });
  const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), word, word, word, (steps, global, lower, upper) => {
      const ticks = { lower: -10, upper: 10 };
      const fees = { global, lower, upper };
      let tick = steps[0]?.tick ?? 0;
      const noted = growthInside(ticks, tick, fees);
      let inside = 0n;
      for (const move of steps) {
        // A tick that is crossed turns what it has counted to its other side.
        for (const side of ["lower", "upper"] as const)
          if (tick >= ticks[side] !== move.tick >= ticks[side])
            fees[side] = BigInt.asUintN(256, fees.global - fees[side]);
        tick = move.tick;
        fees.global = BigInt.asUintN(256, fees.global + move.fee);
        if (tick >= ticks.lower && tick < ticks.upper) inside += move.fee;
      }
      const since = feesSince(growthInside(ticks, tick, fees), noted, 1n << 20n);
      expect(since).toBe(BigInt.asUintN(128, (BigInt.asUintN(256, inside) << 20n) >> 128n));
    }),
  );
});
