import fc from "fast-check";
import { expect, test } from "vitest";
import { WEEK, YEAR } from "../../../../src/core/seconds.ts";
import { realisedRate } from "../../../../src/core/treasury/returns/realised.ts";

const still = (opening: bigint, to: number) => ({ from: 0, to, opening, flows: [] });

test.each([
  ["a year at 5 %", 50n, 1_000n, YEAR, 50_000n],
  ["a week", 1n, 5_214n, WEEK, 10_000n],
  ["a loss, toward zero", -1n, 3n, YEAR, -333_333n],
])("default: %s", (_, income, opening, seconds, rate) => {
  const realised = realisedRate(income, still(opening, seconds));
  expect(realised !== undefined && (realised > rate ? realised - rate : rate - realised) < 60n).toBe(true);
});

test("behavior: principal counts for the time it was there", () => {
  const added = { ...still(1_000n, YEAR), flows: [{ at: YEAR / 2, amount: 1_000n }] };
  expect(realisedRate(75n, added)).toBe(50_000n);
  const gone = { ...still(2_000n, YEAR), flows: [{ at: 0, amount: -1_000n }] };
  expect(realisedRate(50n, gone)).toBe(50_000n);
});

test("boundary: under a week, give or take the hour between blocks, there is no rate", () => {
  expect(realisedRate(1n, still(100n, WEEK - 3_601))).toBeUndefined();
  expect(realisedRate(1n, still(100n, WEEK - 3_600))).toBeDefined();
});

test("error: without principal there is no rate", () => {
  expect(realisedRate(1n, still(0n, YEAR))).toBeUndefined();
  expect(realisedRate(1n, { ...still(10n, YEAR), flows: [{ at: 0, amount: -20n }] })).toBeUndefined();
});

test("law: a movement may be split into parts of its moment, and one at the end counts for nothing", () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 24n),
      fc.bigInt(0n, 10n ** 24n),
      fc.bigInt(0n, 10n ** 24n),
      fc.integer({ min: 0, max: YEAR }),
      (opening, one, other, at) => {
        const rate = (...amounts: [number, bigint][]) => {
          const flows = amounts.map(([moment, amount]) => ({ at: moment, amount }));
          return realisedRate(10n ** 20n, { ...still(opening, YEAR), flows });
        };
        expect(rate([at, one], [at, other])).toBe(rate([at, one + other]));
        expect(rate([YEAR, one])).toBe(rate());
      },
    ),
  );
});
