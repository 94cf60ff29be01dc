import fc from "fast-check";
import { expect, test } from "vitest";
import { type CostMethod, costMethods, openLots } from "../../../../src/core/treasury/ledger/lots.ts";

/** 10 units for 100, 10 for 300, 10 for 200; then 15 leave. */
function soldFifteen(method: CostMethod) {
  const lots = openLots(method);
  for (const cost of [100n, 300n, 200n]) lots.add(10n, cost);
  return { ...lots.take(15n), left: lots.cost() };
}

test.each([
  ["fifo", 250n, 350n],
  ["lifo", 350n, 250n],
  ["hifo", 400n, 200n],
  ["average", 300n, 300n],
] as const)("default: %s takes lots that cost %s", (method, cost, left) => {
  expect(soldFifteen(method)).toEqual({ cost, unseen: 0n, left });
});

test("boundary: of lots that cost the same a unit, HIFO takes the oldest", () => {
  const lots = openLots("hifo");
  lots.add(1n, 5n);
  lots.add(2n, 10n);
  lots.take(1n);
  // The lot of two is whole: half of it costs half.
  expect(lots.take(1n).cost).toBe(5n);
});

test("behavior: what leaves unseen costs nothing, is counted, and is made up for by what comes next", () => {
  const lots = openLots("fifo");
  lots.add(4n, 40n);
  expect(lots.take(10n)).toEqual({ cost: 40n, unseen: 6n });
  expect(lots.units()).toBe(-6n);
  // Of 8 that come for 80, six are gone already: their cost is given back.
  expect(lots.add(8n, 80n)).toBe(60n);
  expect([lots.units(), lots.cost(), lots.unseen()]).toEqual([2n, 20n, 6n]);
});

test("law: no unit and no cent of cost is ever lost or made, whatever comes and goes", () => {
  const step = fc.record({
    units: fc.bigInt({ min: 1n, max: 10n ** 24n }),
    cost: fc.bigInt({ min: 0n, max: 10n ** 16n }),
    comes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.constantFrom(...costMethods), (steps, method) => {
      const lots = openLots(method);
      let [units, cost] = [0n, 0n];
      for (const { units: some, cost: paid, comes } of steps) {
        units += comes ? some : -some;
        cost += comes ? paid - lots.add(some, paid) : -lots.take(some).cost;
        expect(lots.units()).toBe(units);
        expect(lots.cost()).toBe(cost);
        expect(lots.cost()).toBeGreaterThanOrEqual(0n);
        if (units <= 0n) expect(lots.cost()).toBe(0n);
      }
    }),
  );
});
