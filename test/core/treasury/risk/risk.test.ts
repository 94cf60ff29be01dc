import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concentration } from "../../../../src/core/treasury/risk/concentration.ts";
import { pegBandOf, pegOf } from "../../../../src/core/treasury/risk/peg.ts";

describe("concentration", () => {
  const of = (...parts: bigint[]) =>
    concentration(
      parts.map((usd, index) => ({ name: `t${index}`, usd })),
      parts.reduce((sum, part) => sum + part, 0n),
    );

  test("default: one part is 10,000, equal parts are 10,000 by their number, and the bands are 1,000 and 1,800", () => {
    expect(of(7n)).toMatchObject({ hhi: 10_000n, effective: 10n, band: "concentrated" });
    expect(of(...Array<bigint>(10).fill(3n))).toMatchObject({ hhi: 1_000n, effective: 100n, band: "moderate" });
    expect(of(...Array<bigint>(11).fill(3n))).toMatchObject({ hhi: 909n, band: "spread" });
    expect(of(60n, 40n)).toMatchObject({ hhi: 5_200n, effective: 19n });
  });

  test("boundary: parts of one name are one; nothing has no concentration; what is in no part counts as spread", () => {
    const twice = [
      { name: "a", usd: 50n },
      { name: "a", usd: 50n },
    ];
    expect(concentration(twice, 100n)).toMatchObject({ hhi: 10_000n, parts: [{ name: "a", usd: 100n }] });
    expect(concentration([], 0n)).toBeUndefined();
    expect(concentration([{ name: "a", usd: 50n }], 100n)?.hhi).toBe(2_500n);
  });

  test("law: between 10,000 by the number of parts and 10,000; the same in any order and unit; never higher when a part is split", () => {
    const parts = fc.array(fc.bigInt(1n, 10n ** 20n), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parts, fc.bigInt(1n, 10n ** 9n), (values, unit) => {
        const found = of(...values);
        expect(found?.hhi).toBeLessThanOrEqual(10_000n);
        expect(found?.hhi).toBeGreaterThanOrEqual(10_000n / BigInt(values.length));
        expect(found?.effective).toBeGreaterThanOrEqual(10n);
        expect(found?.effective).toBeLessThanOrEqual(10n * BigInt(values.length));
        expect(of(...values.toReversed())?.hhi).toBe(found?.hhi);
        expect(of(...values.map((value) => value * unit))?.hhi).toBe(found?.hhi);
        const [first = 0n, ...rest] = values;
        expect(of(first / 2n, first - first / 2n, ...rest)?.hhi).toBeLessThanOrEqual(found?.hhi ?? 0n);
      }),
    );
  });
});

describe("pegOf", () => {
  const quote = (minute: number, cents: number) => ({
    at: minute * 60,
    answer: BigInt(cents * 1_000_000),
    decimals: 8,
  });

  test.each([
    [100, "held"],
    [99.51, "held"],
    [99.5, "watch"],
    [101, "warn"],
    [97, "critical"],
    [90, "broken"],
  ] as const)("default: at %s cents for half an hour the peg is %s", (cents, band) => {
    expect(pegOf([quote(0, cents), quote(30, cents)])?.band).toBe(band);
  });

  test("behavior: one bad answer alone is no lost peg, and one good answer ends it; the newest deviation is said all the same", () => {
    expect(pegOf([quote(0, 100), quote(60, 95)])).toMatchObject({ deviation: -50_000n, band: "held" });
    expect(pegOf([quote(0, 95), quote(60, 95), quote(90, 100)])).toMatchObject({ deviation: 0n, band: "held" });
    expect(pegOf([quote(0, 100), quote(60, 95), quote(120, 98)])).toMatchObject({ band: "warn", since: 3_600 });
  });

  test("boundary: less than two quotes or half an hour is too little to tell, none is nothing", () => {
    expect(pegOf([quote(0, 90)])).toEqual({ deviation: -100_000n, band: undefined, since: 0 });
    expect(pegOf([quote(0, 90), quote(29, 90)])?.band).toBeUndefined();
    expect(pegOf([])).toBeUndefined();
  });

  test("law: the band that lasted is never worse than any of the quotes of the last half hour", () => {
    const order = ["held", "watch", "warn", "critical", "broken"];
    const steps = fc.array(
      fc.record({ minutes: fc.integer({ min: 1, max: 40 }), cents: fc.integer({ min: 80, max: 120 }) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        let minute = 0;
        const quotes = list.map(({ minutes, cents }) => {
          minute += minutes;
          return quote(minute, cents);
        });
        const peg = pegOf(quotes);
        const recent = quotes.filter(({ at }) => at > minute * 60 - 1_800);
        for (const { answer } of recent) {
          const worst = pegBandOf(answer / 100n - 1_000_000n);
          if (peg?.band !== undefined) expect(order.indexOf(peg.band)).toBeLessThanOrEqual(order.indexOf(worst));
        }
      }),
    );
  });
});
