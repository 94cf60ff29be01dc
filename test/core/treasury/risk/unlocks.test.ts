import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lookThrough } from "../../../../src/core/treasury/risk/look-through.ts";
import { type Unlock, undatedAmount, unlockCalendar } from "../../../../src/core/treasury/risk/unlocks.ts";

const NOW = Date.UTC(2026, 2, 1) / 1000;
const HOUR = 3_600;
const token = { name: "helio", symbol: "HELIO", decimals: 18 };
const unlock = (hours: number, amount = 1n): Unlock => ({
  ...{ at: NOW + hours * HOUR, amount, token, usd: undefined },
  label: `in ${hours} h`,
});

describe("unlockCalendar", () => {
  const spans = (hours: readonly number[], timeZone = "UTC") =>
    unlockCalendar(
      hours.map((one) => unlock(one)),
      NOW,
      timeZone,
    ).map(({ kind, unlocks }) => [kind, unlocks.length]);

  test("default: within two days, within a week, by month, and after a year", () => {
    expect(spans([24 * 400, 24 * 20, 30, 100, 24 * 25, 24 * 40])).toEqual([
      ["soon", 1],
      ["week", 1],
      ["month", 2],
      ["month", 1],
      ["later", 1],
    ]);
  });

  test("boundary: 48 hours and a week are within; what is due is said to be; nothing unlocks of nothing", () => {
    expect(spans([0, -5, 48, 49, 168, 169])).toEqual([
      ["due", 2],
      ["soon", 1],
      ["week", 2],
      ["month", 1],
    ]);
    expect(unlockCalendar([unlock(5, 0n)], NOW, "UTC")).toEqual([]);
  });

  test("boundary: months are those of the community's time zone", () => {
    const edge = (Date.UTC(2026, 3, 30, 22, 30) / 1000 - NOW) / HOUR;
    expect(spans([24 * 40, edge])).toEqual([["month", 2]]);
    expect(spans([24 * 40, edge], "Europe/Berlin")).toEqual([
      ["month", 1],
      ["month", 1],
    ]);
  });

  test("law: each unlock is in exactly one span, and spans follow one another in time", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -200, max: 12_000 }), { maxLength: 40 }), (hours) => {
        const found = unlockCalendar(
          hours.map((one) => unlock(one)),
          NOW,
          "Europe/Berlin",
        ).flatMap(({ unlocks }) => unlocks.map(({ at }) => at));
        expect(found).toEqual(hours.map((one) => NOW + one * HOUR).sort((a, b) => a - b));
      }),
    );
  });

  test("default: what is locked beyond what has a day has none", () => {
    expect(undatedAmount(10n, [unlock(1, 4n), unlock(2, 3n)])).toBe(3n);
    expect(undatedAmount(10n, [unlock(1, 14n)])).toBe(0n);
  });
});

describe("lookThrough", () => {
  const tokens = {
    ether: { symbol: "ETH" },
    staked: { symbol: "stETH", issuer: "Lido", represents: "ether" },
    wrapped: { symbol: "wstETH", represents: "staked" },
    dollar: { symbol: "USDC", issuer: "Circle", peg: "USD" },
    lent: { symbol: "aUSDC", represents: "dollar" },
  } as const;
  test.each([
    ["ether", "ETH", undefined, undefined],
    ["staked", "ETH", "Lido", undefined],
    ["wrapped", "ETH", "Lido", undefined],
    ["dollar", "USDC", "Circle", "dollar"],
    ["lent", "USDC", "Circle", "dollar"],
    ["gone", "gone", undefined, undefined],
  ])("default: %s comes down to %s of %s, pegged by %s", (name, asset, issuer, pegged) => {
    expect(lookThrough(tokens, name)).toEqual({ asset, issuer, pegged });
  });
});
