import fc from "fast-check";
import { expect, test } from "vitest";
import { fairPoolPrice, type PoolSide } from "../../../../src/core/treasury/maths/fair-pool-price.ts";

const SHARES = { supply: 10n ** 15n, decimals: 18 };
const amount = fc.bigInt({ min: 1n, max: 2n ** 112n - 1n });
const side = fc.record({
  reserve: amount,
  decimals: fc.constantFrom(0, 6, 8, 18, 27),
  price: fc.bigInt({ min: 1n, max: 10n ** 14n }),
  priceDecimals: fc.constantFrom(8, 18),
});
const sides = fc.tuple(side, side);
const shares = fc.record({ supply: amount, decimals: fc.constantFrom(0, 18) });

/** What a side is worth, as a fraction of USD. */
const worth = ({ reserve, decimals, price, priceDecimals }: PoolSide) => ({
  over: reserve * price,
  under: 10n ** BigInt(decimals + priceDecimals),
});

test("default: a balanced pool's share is worth its part of both reserves", () => {
  const helio = { reserve: 1_000n * 10n ** 18n, decimals: 18, price: 50_000_000n, priceDecimals: 8 };
  const dollar = { reserve: 500n * 10n ** 6n, decimals: 6, price: 100_000_000n, priceDecimals: 8 };
  // 1,000 USD over 0.001 shares, and over half of that.
  expect(fairPoolPrice([helio, dollar], SHARES, 18)).toBe(1_000_000n * 10n ** 18n);
  expect(fairPoolPrice([dollar, helio], { ...SHARES, supply: SHARES.supply * 2n }, 18)).toBe(500_000n * 10n ** 18n);
});

test("law: it is the root, floored: no smaller and no larger number of units fits", () => {
  fc.assert(
    fc.property(sides, shares, (both, share) => {
      const found = fairPoolPrice(both, share, 18);
      // found ≤ 2·√(w₀·w₁)·10^(18+d)/S < found + 1, squared and multiplied out.
      const [first, second] = both.map(worth) as [ReturnType<typeof worth>, ReturnType<typeof worth>];
      const top = 4n * first.over * second.over * 10n ** BigInt(2 * (18 + share.decimals));
      const bottom = first.under * second.under * share.supply ** 2n;
      expect(found ** 2n * bottom <= top && (found + 1n) ** 2n * bottom > top).toBe(true);
    }),
  );
});

test("law: never more than the reserves are worth, and the less the more lopsided they are", () => {
  fc.assert(
    fc.property(sides, shares, (both, share) => {
      const [first, second] = both.map(worth) as [ReturnType<typeof worth>, ReturnType<typeof worth>];
      const spot = first.over * second.under + second.over * first.under;
      const fair = fairPoolPrice(both, share, 18);
      expect(fair * share.supply * first.under * second.under <= spot * 10n ** BigInt(18 + share.decimals)).toBe(true);
    }),
  );
});

test("law: an exchange without a fee, however large, changes nothing", () => {
  fc.assert(
    fc.property(sides, shares, fc.bigInt({ min: 2n, max: 10n ** 9n }), ([first, second], share, times) => {
      const even = [first, { ...second, reserve: second.reserve * times }] as const;
      const pushed = [{ ...first, reserve: first.reserve * times }, second] as const;
      expect(fairPoolPrice(pushed, share, 18)).toBe(fairPoolPrice(even, share, 18));
    }),
  );
});
