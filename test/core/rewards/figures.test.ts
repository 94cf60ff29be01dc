import fc from "fast-check";
import { expect, test } from "vitest";
import { WHOLE } from "../../../src/core/governance/share.ts";
import { againstMiddle, isCohort, percentAbove } from "../../../src/core/rewards/against-middle.ts";
import { distribution } from "../../../src/core/rewards/distribution.ts";
import { payback } from "../../../src/core/rewards/payback.ts";
import { partOf, shareOf, sharesTotal } from "../../../src/core/rewards/shares.ts";

const amount = fc.bigInt({ min: 0n, max: 10n ** 30n });

test("default: payback counts the days that are left, rounded up", () => {
  const month = { lately: 300n, seconds: 30n * 86_400n };
  expect(payback({ cost: 1_000n, earned: 400n, ...month })).toEqual({ state: "ahead", days: 60n });
  expect(payback({ cost: 1_001n, earned: 400n, ...month })).toEqual({ state: "ahead", days: 61n });
  expect(payback({ cost: 400n, earned: 400n, ...month })).toEqual({ state: "reached" });
  expect(payback({ cost: 1_000n, earned: 400n, ...month, lately: 0n })).toEqual({ state: "never" });
});

test("law: at the pace it was told, a node reaches its cost on the day that is named and not a day before", () => {
  const positive = fc.bigInt({ min: 1n, max: 10n ** 27n });
  fc.assert(
    fc.property(positive, amount, positive, fc.bigInt({ min: 1n, max: 10n ** 9n }), (cost, earned, lately, seconds) => {
      const found = payback({ cost, earned, lately, seconds });
      expect(found.state).toBe(cost > earned ? "ahead" : "reached");
      if (found.state !== "ahead") return;
      const rest = (cost - earned) * seconds;
      expect(found.days * 86_400n * lately).toBeGreaterThanOrEqual(rest);
      expect((found.days - 1n) * 86_400n * lately).toBeLessThan(rest);
    }),
  );
});

test("default: a distribution names the places, and how uneven it is", () => {
  expect(distribution([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n])).toMatchObject({ p10: 2n, median: 6n, p90: 10n });
  expect(distribution([5n, 5n, 5n])?.gini).toBe(0n);
  expect(distribution([0n, 0n, 0n, 8n])?.gini).toBe(750_000n);
  expect(distribution([])).toBeUndefined();
});

test("law: places are in order, and evenness does not depend on order or unit", () => {
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 60 }), (amounts) => {
      const found = distribution(amounts);
      if (found === undefined) throw new Error("no distribution");
      expect(found.p10 <= found.median && found.median <= found.p90).toBe(true);
      expect(amounts).toContain(found.median);
      expect(found.gini >= 0n && found.gini < WHOLE).toBe(true);
      expect(distribution([...amounts].reverse())).toEqual(found);
      expect(distribution(amounts.map((one) => one * 7n))?.gini).toBe(found.gini);
    }),
  );
});

test("default: an owner has what is listed for nobody, whoever is listed what is listed", () => {
  const shares = { "0xA": 200_000n, "700": 150_000n };
  expect(shareOf(new Set(["0xO"]), "0xO", undefined)).toBe(WHOLE);
  expect(shareOf(new Set(["0xO"]), "0xO", shares)).toBe(650_000n);
  expect(shareOf(new Set(["0xA", "700"]), "0xO", shares)).toBe(350_000n);
  expect(shareOf(new Set(["0xA", "0xO"]), "0xO", shares)).toBe(850_000n);
  expect(shareOf(new Set(["0xO"]), "0xO", { "0xO": 300_000n, "0xA": 200_000n })).toBe(300_000n);
  expect(shareOf(new Set(["0xB"]), "0xO", shares)).toBeUndefined();
});

test("law: the parts that people have of a node are never more than all of it", () => {
  const name = fc.constantFrom("a", "b", "c", "d", "e");
  const shares = fc.dictionary(name, fc.bigInt({ min: 0n, max: WHOLE })).filter((one) => sharesTotal(one) <= WHOLE);
  fc.assert(
    fc.property(shares, name, amount, (listed, owner, earned) => {
      const parts = ["a", "b", "c", "d", "e"].map((one) => shareOf(new Set([one]), owner, listed) ?? 0n);
      const all = parts.reduce((sum, part) => sum + part, 0n);
      expect(all).toBeLessThanOrEqual(WHOLE);
      if (listed[owner] === undefined) expect(all).toBe(WHOLE);
      expect(parts.reduce((sum, part) => sum + partOf(earned, part), 0n)).toBeLessThanOrEqual(earned);
    }),
  );
});

test("default: a node is set beside the middle in the same epochs, the open one left out", () => {
  const middle = { median: 10n, nodes: 212 };
  const found = againstMiddle([13n, "missed", "absent", 12n, 99n], [middle, middle, middle, undefined, middle]);
  expect(found).toEqual({ own: 13n, middle: 20n, nodes: 212 });
  expect(found && percentAbove(found)).toBe(-35n);
  expect(againstMiddle([13n, 1n], [{ median: 13n, nodes: 1 }, middle])).toBeUndefined();
  expect(againstMiddle([], [])).toBeUndefined();
});

test("boundary: a region counts as a cohort from five nodes on", () => {
  expect(isCohort([{ median: 1n, nodes: 4 }, undefined])).toBe(false);
  expect(isCohort([{ median: 1n, nodes: 5 }])).toBe(true);
});
