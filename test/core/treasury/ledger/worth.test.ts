import fc from "fast-check";
import { expect, test } from "vitest";
import { worthAt } from "../../../../src/core/treasury/ledger/worth.ts";

test("law: what is owed is worth as much less as it would be worth to own it", () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 0n, max: 10n ** 12n }), (units, price) => {
      const value = (_: string, amount: bigint) => (amount * price) / 1_000n;
      expect(worthAt(value, "helio", -units, 0)).toBe(-(worthAt(value, "helio", units, 0) ?? 0n));
    }),
  );
});

test("boundary: nothing is worth nothing even without a price, and anything else then is unknown", () => {
  const unknown = () => undefined;
  expect([0n, 1n, -1n].map((units) => worthAt(unknown, "helio", units, 0))).toEqual([0n, undefined, undefined]);
});
