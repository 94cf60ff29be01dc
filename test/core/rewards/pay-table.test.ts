import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  byName,
  isExpected,
  median,
  type NodeFact,
  nodePay,
  regionTotals,
  silentNodes,
} from "../../../src/core/rewards/node-pay.ts";
import { type Payment, payTable } from "../../../src/core/rewards/pay-table.ts";

const day = (index: number) => ({ from: index * 100, to: (index + 1) * 100 });
const days = [day(0), day(1), day(2)];
const node = (name: string, region?: string, since = 0, until?: number): NodeFact => ({
  node: name,
  region,
  since,
  until,
});
const pay = (name: string, at: number, amount = 10n): Payment => ({ node: name, at, amount });

describe("payTable", () => {
  test("default: sums by node and by day", () => {
    const table = payTable([pay("1", 0), pay("1", 250, 5n), pay("2", 110)], days);
    expect(table).toMatchObject({ total: 25n, payments: 3, stretches: [10n, 10n, 5n] });
    expect(table.nodes.get("1")).toEqual({ total: 15n, payments: 2, stretches: [10n, 0n, 5n] });
  });

  test("boundary: a payment in a day's first second is that day's, in the period's last second the next one's", () => {
    expect(payTable([pay("1", 99), pay("1", 100), pay("1", 300), pay("1", -1)], days).stretches).toEqual([
      10n,
      10n,
      0n,
    ]);
  });

  const anyPayments = fc.array(
    fc.record({
      node: fc.constantFrom("1", "2", "3", "x"),
      at: fc.integer({ min: -50, max: 350 }),
      amount: fc.bigInt(1n, 10n ** 40n),
    }),
    { maxLength: 60 },
  );
  const nodes = [node("1", "north"), node("2", "south"), node("3")];
  const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);

  test("law: nodes, regions and days each sum to the whole, nodes unknown to the registry included", () => {
    fc.assert(
      fc.property(anyPayments, (payments) => {
        const table = payTable(payments, days);
        const regions = regionTotals(table, nodes);
        expect(sum(payments.filter(({ at }) => at >= 0 && at < 300).map(({ amount }) => amount))).toBe(table.total);
        expect(sum(table.stretches)).toBe(table.total);
        expect(sum([...table.nodes.values()].map(({ total }) => total))).toBe(table.total);
        expect(sum(regions.map(({ total }) => total))).toBe(table.total);
        expect(sum(regions.flatMap(({ stretches }) => stretches))).toBe(table.total);
      }),
    );
  });

  test("law: splitting the time at any point sums exactly", () => {
    fc.assert(
      fc.property(anyPayments, fc.integer({ min: 1, max: 299 }), (payments, middle) => {
        const [whole, first, second] = [
          { from: 0, to: 300 },
          { from: 0, to: middle },
          { from: middle, to: 300 },
        ].map((period) => payTable(payments, [period]));
        expect((first?.total ?? 0n) + (second?.total ?? 0n)).toBe(whole?.total);
        expect((first?.payments ?? 0) + (second?.payments ?? 0)).toBe(whole?.payments);
      }),
    );
  });
});

describe("silent and missed", () => {
  const nodes = [node("2"), node("10"), node("new", undefined, 150), node("old", undefined, 0, 150)];

  test("default: nodes at work all the time and paid nothing, in order", () => {
    expect(silentNodes(payTable([], days), nodes, { from: 0, to: 300 })).toEqual(["2", "10"]);
    expect(silentNodes(payTable([pay("10", 5)], days), nodes, { from: 0, to: 300 })).toEqual(["2"]);
  });

  test("boundary: a node registered in the first second is expected, one retired in the last is not", () => {
    expect(isExpected(node("1", undefined, 100), day(1))).toBe(true);
    expect(isExpected(node("1", undefined, 101), day(1))).toBe(false);
    expect(isExpected(node("1", undefined, 0, 199), day(1))).toBe(false);
    expect(isExpected(node("1", undefined, 0, 200), day(1))).toBe(true);
  });

  test("behavior: a day counts as missed only where others were paid and the day is over", () => {
    const table = payTable([pay("10", 5), pay("10", 205)], days);
    expect(nodePay(node("2"), table, days, 300)).toEqual(["missed", "absent", "missed"]);
    expect(nodePay(node("2"), table, days, 299)).toEqual(["missed", "absent", "absent"]);
    expect(nodePay(node("10"), table, days, 300)).toEqual([10n, "absent", 10n]);
  });

  test("behavior: a payment counts whatever the registry says", () => {
    expect(nodePay(node("late", undefined, 250), payTable([pay("late", 5)], days), days, 300)[0]).toBe(10n);
  });
});

test("default: median is the lower middle", () => {
  expect(median([5n, 1n, 9n])).toBe(5n);
  expect(median([4n, 1n, 9n, 5n])).toBe(4n);
  expect(median([])).toBeUndefined();
});

test("default: names sort as numbers where they are numbers", () => {
  expect(["10", "9", "b", "a", "1"].sort(byName)).toEqual(["1", "9", "10", "a", "b"]);
});
