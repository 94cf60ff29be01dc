import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MONTH } from "../../../../src/core/seconds.ts";
import { burnOf } from "../../../../src/core/treasury/risk/burn.ts";
import { spentUsd, type ValuedFlow } from "../../../../src/core/treasury/risk/outflows.ts";
import { runway } from "../../../../src/core/treasury/risk/runway.ts";

const NOW = 1_772_323_200;

/** A flow of a plain balance now, worth the same as then, but for what is otherwise. */
function flow(
  transaction: string,
  direction: "in" | "out",
  usd: bigint | undefined,
  changes: Partial<ValuedFlow> = {},
): ValuedFlow {
  return { transaction, direction, at: NOW, isBalance: true, usdThen: usd, usdToday: usd, ...changes };
}

const position = { isBalance: false };

describe("spentUsd", () => {
  test.each([
    ["a payment", 100n, [flow("a", "out", 100n)]],
    ["a deposit", 0n, [flow("a", "out", 100n), flow("a", "in", 100n, position)]],
    ["a deposit with a fee of 1", 1n, [flow("a", "out", 100n), flow("a", "in", 99n, position)]],
    ["a deposit into what is not watched", 100n, [flow("a", "out", 100n)]],
    ["a claim", 0n, [flow("a", "in", 100n), flow("a", "out", 100n, position)]],
    ["a claim paid on in part", 30n, [flow("a", "in", 100n), flow("a", "out", 100n, position), flow("a", "out", 30n)]],
    ["a swap that costs 3", 3n, [flow("a", "out", 100n), flow("a", "in", 97n)]],
    ["borrowing", 0n, [flow("a", "in", 100n), flow("a", "out", 100n, position)]],
    [
      "paying with what is borrowed",
      100n,
      [flow("a", "in", 100n), flow("a", "out", 100n, position), flow("a", "out", 100n)],
    ],
    ["paying a loan back", 0n, [flow("a", "out", 100n), flow("a", "in", 100n, position)]],
    ["a move between two wallets", 0n, [flow("a", "out", 100n), flow("a", "in", 100n)]],
    ["a gain, and a payment beside it", 5n, [flow("a", "out", 100n), flow("a", "in", 300n), flow("b", "out", 5n)]],
    ["nothing", 0n, []],
  ] as const)("default: %s spends %s", (_, spent, flows) => {
    expect(spentUsd(flows)).toBe(spent);
  });

  test("behavior: a swap costs what it cost then, however prices moved since; all of it at today's prices where one was not known", () => {
    const coins = { usdThen: 100n, usdToday: 400n };
    expect(spentUsd([flow("a", "out", 0n, coins), flow("a", "in", 97n)])).toBe(3n);
    const unseen = { usdThen: undefined, usdToday: 400n };
    expect(spentUsd([flow("a", "out", 0n, unseen), flow("a", "in", 0n, { usdThen: 97n, usdToday: 390n })])).toBe(10n);
  });

  test("error: a payment without a price makes the sum unknown", () => {
    expect(spentUsd([flow("a", "out", undefined), flow("b", "out", 5n)])).toBeUndefined();
  });

  test("law: never less than nothing, and never more than all that left plain balances and positions", () => {
    const any = fc
      .record({
        transaction: fc.constantFrom("a", "b", "c"),
        direction: fc.constantFrom("in" as const, "out" as const),
        isBalance: fc.boolean(),
        usd: fc.bigInt(0n, 10n ** 15n),
      })
      .map(({ transaction, direction, usd, isBalance }) => flow(transaction, direction, usd, { isBalance }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (flows) => {
        const spent = spentUsd(flows) ?? -1n;
        const left = flows.reduce(
          (sum, { direction, usdThen }) => (direction === "out" ? sum + (usdThen ?? 0n) : sum),
          0n,
        );
        expect(spent).toBeGreaterThanOrEqual(0n);
        expect(spent).toBeLessThanOrEqual(left);
      }),
    );
  });
});

describe("burnOf", () => {
  const paid = (...months: bigint[]) =>
    months.map((usd, index) => flow(`m${index}`, "out", usd, { at: NOW - index * MONTH - 1_000 }));
  const burn = (...months: bigint[]) => burnOf(paid(...months), NOW, months.length * MONTH);

  test("default: the middle month, so that one grant makes no habit", () => {
    expect(burn(10n, 12n, 200n, 11n, 9n)).toEqual({ perMonth: 11n, basis: "median", seconds: 5 * MONTH });
    expect(burn(10n, 13n)).toEqual({ perMonth: 12n, basis: "median", seconds: 2 * MONTH });
    expect(burn(7n)).toEqual({ perMonth: 7n, basis: "median", seconds: MONTH });
  });

  test("boundary: who pays once a quarter has no month without an end: then it is the average, rounded up", () => {
    expect(burn(0n, 0n, 100n, 0n, 0n, 101n)).toEqual({ perMonth: 34n, basis: "average", seconds: 6 * MONTH });
    expect(burn(0n, 0n)?.perMonth).toBe(0n);
  });

  test("boundary: what is left of a month counts where whole months took nothing; one payment of unknown worth makes it unknown", () => {
    const earlier = (months: number) => [flow("a", "out", 6n, { at: NOW - months * MONTH })];
    expect(burnOf(earlier(1.2), NOW, 1.5 * MONTH)).toEqual({ perMonth: 4n, basis: "average", seconds: 1.5 * MONTH });
    expect(burnOf(earlier(1.6), NOW, 1.5 * MONTH)?.perMonth).toBe(0n);
    expect(burnOf([flow("a", "out", undefined)], NOW, MONTH)).toBeUndefined();
  });

  test("law: between the least and the most of the months, and 0 only where nothing was spent", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 6 }), (months) => {
        const { perMonth = -1n } = burn(...months) ?? {};
        const sorted = [...months].sort((a, b) => (a < b ? -1 : 1));
        expect(perMonth).toBeGreaterThanOrEqual(sorted[0] ?? 0n);
        expect(perMonth).toBeLessThanOrEqual(sorted.at(-1) ?? 0n);
        expect(perMonth === 0n).toBe(months.every((usd) => usd === 0n));
      }),
    );
  });
});

describe("runway", () => {
  test("default: holdings by what a month takes, now and with half of what is not stable", () => {
    expect(runway({ stable: 600n, other: 600n, owed: 0n }, 100n)).toEqual({ months: 120n, halved: 90n });
    expect(runway({ stable: 600n, other: 600n, owed: 300n }, 100n)).toEqual({ months: 90n, halved: 60n });
  });

  test("boundary: nothing spent has no end; more owed than held lasts no time", () => {
    expect(runway({ stable: 600n, other: 0n, owed: 0n }, 0n)).toBeUndefined();
    expect(runway({ stable: 100n, other: 100n, owed: 180n }, 1n)).toEqual({ months: 200n, halved: 0n });
  });

  test("law: spending twice as much never lasts longer, and a fall never makes it longer", () => {
    const money = fc.bigInt(0n, 10n ** 18n);
    fc.assert(
      fc.property(money, money, money, fc.bigInt(1n, 10n ** 15n), (stable, other, owed, spent) => {
        const [once, twice] = [runway({ stable, other, owed }, spent), runway({ stable, other, owed }, 2n * spent)];
        expect(once?.halved).toBeLessThanOrEqual(once?.months ?? -1n);
        expect(twice?.months).toBeLessThanOrEqual(once?.months ?? -1n);
      }),
    );
  });
});
