import fc from "fast-check";
import { expect, test } from "vitest";
import { integerRoot } from "../../../../src/core/governance/counting/integer-root.ts";
import { pairWorth, pendingShares } from "../../../../src/core/treasury/maths/pair-maths.ts";

const amount = (max: bigint) => fc.bigInt({ min: 1n, max });
const SIXTH = { part: 1n, whole: 6n };
const CAKE = { part: 8n, whole: 25n };

test("behavior: a protocol is due nothing where its pair did not grow, nor where it is not paid", () => {
  const pair = { reserve0: 10n ** 20n, reserve1: 10n ** 20n, supply: 10n ** 20n, paidAt: 10n ** 40n };
  expect(pendingShares(pair, SIXTH)).toBe(0n);
  expect(pendingShares({ ...pair, reserve0: 4n * 10n ** 20n, paidAt: 0n }, SIXTH)).toBe(0n);
});

test("law: the shares that a protocol is due are those of its own formula", () => {
  fc.assert(
    fc.property(amount(10n ** 30n), amount(10n ** 30n), amount(10n ** 30n), (last, grown, supply) => {
      const root = last + grown;
      const pair = { reserve0: root, reserve1: root, supply, paidAt: last * last };
      expect(pendingShares(pair, SIXTH)).toBe((supply * grown) / (root * 5n + last));
      expect(pendingShares(pair, CAKE)).toBe((supply * grown * 8n) / (root * 17n + last * 8n));
    }),
  );
});

test.each([
  [5n, 4n, -0.62],
  [3n, 2n, -2.02],
  [2n, 1n, -5.72],
  [4n, 1n, -20],
])("default: a pair is worth what is published against holding, once the price is %d/%d times", (up, down, percent) => {
  const UNIT = 10n ** 30n;
  const factor = integerRoot((UNIT * UNIT * up) / down);
  const pair = { reserve0: (UNIT * UNIT) / factor, reserve1: factor, supply: UNIT, paidAt: 0n };
  const { amount0, amount1 } = pairWorth(pair, UNIT, SIXTH);
  const price = Number(up) / Number(down);
  const held = (price + 1) * Number(UNIT);
  expect(((Number(amount0) * price + Number(amount1)) / held - 1) * 100).toBeCloseTo(percent, 2);
});

test("law: the shares that a protocol is due are worth its part of what the root has grown by, to a share", () => {
  const shares = fc.constantFrom(SIXTH, CAKE);
  fc.assert(
    fc.property(amount(10n ** 30n), amount(10n ** 30n), amount(10n ** 30n), shares, (paid, grown, supply, share) => {
      const root = paid + grown;
      const pair = { reserve0: root, reserve1: root, supply, paidAt: paid * paid };
      const due = pendingShares(pair, share);
      // due / (supply + due) of the root is part / whole of what it grew by.
      const isAtMost = (some: bigint) => some * root * share.whole <= (supply + some) * grown * share.part;
      expect([isAtMost(due), isAtMost(due + 1n)]).toEqual([true, false]);
    }),
  );
});

test("law: shares of a pair add up to no more than it holds, and miss less than a unit each", () => {
  fc.assert(
    fc.property(amount(1n << 112n), amount(1n << 112n), amount(1n << 100n), amount(1n << 100n), (x, y, mine, rest) => {
      const pair = { reserve0: x, reserve1: y, supply: mine + rest, paidAt: 0n };
      const [ours, theirs] = [pairWorth(pair, mine, SIXTH), pairWorth(pair, rest, SIXTH)];
      expect(x - ours.amount0 - theirs.amount0).toBeOneOf([0n, 1n]);
      expect(y - ours.amount1 - theirs.amount1).toBeOneOf([0n, 1n]);
      expect(ours.growth).toBe(theirs.growth);
    }),
  );
});

test("boundary: a pair without shares holds nothing of anybody's", () => {
  const pair = { reserve0: 0n, reserve1: 0n, supply: 0n, paidAt: 0n };
  expect(pairWorth(pair, 0n, SIXTH)).toEqual({ amount0: 0n, amount1: 0n, growth: 0n });
});
