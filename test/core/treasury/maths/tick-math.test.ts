import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_TICK, sqrtPriceAt } from "../../../../src/core/treasury/maths/tick-math.ts";

test.each([
  [-MAX_TICK, 4_295_128_739n],
  [-MAX_TICK + 1, 4_295_343_490n],
  [0, 79_228_162_514_264_337_593_543_950_336n],
  [MAX_TICK - 1, 1_461_373_636_630_004_318_706_518_188_784_493_106_690_254_656_249n],
  [MAX_TICK, 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n],
])("default: the root of the price at tick %i is the published one", (tick, sqrtPrice) => {
  expect(sqrtPriceAt(tick)).toBe(sqrtPrice);
});

test("law: one tick up is a price of 1.0001 times, to a billionth", () => {
  fc.assert(
    fc.property(fc.integer({ min: -300_000, max: MAX_TICK - 1 }), (tick) => {
      const [here, next] = [sqrtPriceAt(tick), sqrtPriceAt(tick + 1)];
      const off = next * next * 10_000n - here * here * 10_001n;
      const most = (here * here * 10_001n) / 10n ** 9n;
      expect(off < 0n ? -off : off).toBeLessThan(most);
    }),
  );
});

test("law: a tick and its opposite multiply to a price of 1, to a hundred millionth", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300_000 }), (tick) => {
      const off = sqrtPriceAt(tick) * sqrtPriceAt(-tick) - (1n << 192n);
      expect(off < 0n ? -off : off).toBeLessThan((1n << 192n) / 10n ** 8n);
    }),
  );
});

test.each([MAX_TICK + 1, -MAX_TICK - 1, 0.5, Number.NaN])("error: there is no tick %d", (tick) => {
  expect(() => sqrtPriceAt(tick)).toThrow("There is no tick");
});
