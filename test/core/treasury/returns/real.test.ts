import fc from "fast-check";
import { expect, test } from "vitest";
import { RAY } from "../../../../src/core/treasury/legs.ts";
import { indexAt } from "../../../../src/core/treasury/returns/price-index.ts";
import { inflationBetween, inMoneyOf, realReturn } from "../../../../src/core/treasury/returns/real.ts";

const SERIES = { "2025-08": 323.976, "2025-09": 324.8, "2025-11": 324.122, "2024-09": 315.301 };
const at = (date: string) => Date.parse(`${date}Z`) / 1_000;

test("default: 5.2 % after 2.9 % of inflation is 2.235 %", () => {
  expect(realReturn((52n * RAY) / 1_000n, (29n * RAY) / 1_000n) / 10n ** 22n).toBe(2_235n);
});

test("default: a month's index stands for its middle, and lies on a line of logarithms in between", () => {
  expect(indexAt(SERIES, at("2025-09-16T00:00"))).toEqual({
    index: 324_800_000n,
    bridged: [],
    extrapolatedFrom: undefined,
  });
  const middle = (at("2025-08-16T12:00") + at("2025-09-16T00:00")) / 2;
  expect(Number(indexAt(SERIES, middle)?.index)).toBeCloseTo(Math.sqrt(323.976 * 324.8) * 1e6, 0);
});

test("behavior: October 2025 was never published: it is bridged, and that is said", () => {
  expect(indexAt(SERIES, at("2025-10-16T12:00"))).toMatchObject({ bridged: ["2025-10"], extrapolatedFrom: undefined });
  expect(indexAt(SERIES, at("2025-11-16T00:00"))?.bridged).toEqual([]);
  expect(inflationBetween(SERIES, at("2025-09-16T00:00"), at("2025-10-20T00:00"))).toMatchObject({
    bridged: ["2025-10"],
  });
});

test("behavior: beyond the last month prices go on as in the year before it, for a year, and that is said", () => {
  const series = { "2024-10": 100, "2025-10": 110 };
  const later = indexAt(series, at("2026-10-16T12:00"));
  expect(later?.extrapolatedFrom).toBe("2025-10");
  expect(Number(later?.index) / 1e6).toBeCloseTo(121, 1);
  expect(indexAt(series, at("2026-10-18T12:00"))).toBeUndefined();
});

test("boundary: before the first month, and beyond a series of one month, nothing is known", () => {
  expect(indexAt(SERIES, at("2024-09-01T00:00"))).toBeUndefined();
  expect(indexAt({ "2025-09": 324.8 }, at("2025-10-01T00:00"))).toBeUndefined();
  expect(indexAt({}, 0)).toBeUndefined();
  expect(inflationBetween(SERIES, 0, at("2025-09-16T00:00"))).toBeUndefined();
});

const series = fc
  .array(fc.option(fc.double({ min: 50, max: 500, noNaN: true }), { nil: undefined }), { minLength: 3, maxLength: 40 })
  .map((values) =>
    Object.fromEntries(
      values.flatMap((value, index) =>
        value === undefined
          ? []
          : [[`${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`, value]],
      ),
    ),
  );

test("law: between known months the index lies between theirs, and inflations of stretches that follow each other multiply", () => {
  const moment = fc.integer({ min: at("2020-01-01T00:00"), max: at("2024-01-01T00:00") });
  fc.assert(
    fc.property(series, moment, moment, moment, (index, a, b, c) => {
      const known = Object.values(index);
      const found = indexAt(index, a);
      if (found !== undefined && found.extrapolatedFrom === undefined) {
        expect(Number(found.index)).toBeGreaterThanOrEqual(Math.min(...known) * 1e6 - 1);
        expect(Number(found.index)).toBeLessThanOrEqual(Math.max(...known) * 1e6 + 1);
      }
      const [whole, first, second] = [
        inflationBetween(index, a, c),
        inflationBetween(index, a, b),
        inflationBetween(index, b, c),
      ];
      if (!whole || !first || !second) return;
      const growth = (rate: bigint) => 1 + Number(rate) / 1e27;
      expect(growth(first.rate) * growth(second.rate)).toBeCloseTo(growth(whole.rate), 6);
    }),
  );
});

test("law: what inflation takes, it gives back the other way, to the last unit of rounding", () => {
  const index = fc.bigInt(50_000_000n, 500_000_000n);
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 18n), index, index, (amount, now, base) => {
      const back = inMoneyOf(inMoneyOf(amount, now, base), base, now);
      expect(back).toBeLessThanOrEqual(amount);
      expect(amount - back).toBeLessThanOrEqual(now / base + 1n);
      const rate = ((now - base) * RAY) / base;
      expect(realReturn(rate, rate)).toBe(0n);
    }),
  );
});
