import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAmount, formatShare, parseAmount } from "../../src/core/amount.ts";
import { Refusal } from "../../src/errors.ts";

test.each([
  [1_234_560_000n, 6, undefined, "1,234.56"],
  [500n * 10n ** 18n, 18, undefined, "500"],
  [1n, 18, undefined, "0.000000000000000001"],
  [1_999_999n, 6, 2, "1.99"],
  [-1_999_999n, 6, 2, "−1.99"],
  [-1n, 6, 2, "0"],
  [0n, 6, undefined, "0"],
  [12_345_678n, 0, undefined, "12,345,678"],
  [10n ** 30n, 6, undefined, "1,000,000,000,000,000,000,000,000"],
])("default: %d with %d decimals and %s digits is %s", (amount, decimals, digits, words) => {
  expect(formatAmount(amount, decimals, digits === undefined ? {} : { digits })).toBe(words);
});

test.each([
  ["1,000.5", 6, 1_000_500_000n],
  ["1000.50", 6, 1_000_500_000n],
  [" 7 ", 0, 7n],
  ["−3.5", 2, -350n],
  ["+3.5", 2, 350n],
  ["0.000000000000000001", 18, 1n],
])("default: %s with %d decimals is %d", (text, decimals, amount) => expect(parseAmount(text, decimals)).toBe(amount));

test.each([
  "",
  "1,5",
  "1,00",
  ",100",
  "1.000,5",
  "1e3",
  "0x10",
  "1 000",
  "1.",
  ".5",
  "--1",
  "٣",
  "1_000",
  "9".repeat(201),
])("error: %s is not read by guessing", (text) => expect(() => parseAmount(text, 6)).toThrow(Refusal));

test("error: more decimals than there are is refused, not rounded", () => {
  expect(() => parseAmount("0.0000001", 6)).toThrow("there are 6 decimals");
  expect(() => parseAmount("1.5", 0)).toThrow("whole numbers only");
  expect(parseAmount("1.50", 1)).toBe(15n);
});

test("law: what was written is read back", () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 40n), 10n ** 40n), fc.integer({ min: 0, max: 36 }), (amount, decimals) => {
      expect(parseAmount(formatAmount(amount, decimals), decimals)).toBe(amount);
    }),
  );
});

test("law: fewer digits only ever take away, toward zero", () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: 0, max: 18 }), (amount, digits) => {
      const shown = parseAmount(formatAmount(amount, 18, { digits }), 18);
      const lost = amount - shown;
      expect(lost === 0n || lost > 0n === amount > 0n).toBe(true);
      expect(lost < 0n ? -lost : lost).toBeLessThan(10n ** BigInt(18 - digits));
    }),
  );
});

test.each([
  [125_000n, "12.5 %"],
  [1n, "0.0001 %"],
  [1_000_000n, "100 %"],
  [-1_200_000n, "−120 %"],
  [0n, "0 %"],
])("default: %d millionths are %s", (share, words) => expect(formatShare(share)).toBe(words));
