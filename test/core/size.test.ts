import fc from "fast-check";
import { expect, test } from "vitest";
import { largestFirst, sizeOf } from "../../src/core/size.ts";

test("default: the largest is first whatever its sign, and what is unknown last", () => {
  expect([undefined, 1n, -3n, 0n, 2n].sort(largestFirst)).toEqual([-3n, 2n, 1n, 0n, undefined]);
  const told = [{ usd: undefined }, { usd: 0n }].sort((a, b) => largestFirst(a.usd, b.usd));
  expect(told).toEqual([{ usd: 0n }, { usd: undefined }]);
});

test("law: a size is never negative, and that of the opposite too", () => {
  fc.assert(
    fc.property(fc.bigInt(), (value) => {
      expect(sizeOf(value) >= 0n).toBe(true);
      expect(sizeOf(-value)).toBe(sizeOf(value));
    }),
  );
});
