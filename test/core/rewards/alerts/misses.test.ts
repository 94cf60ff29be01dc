import fc from "fast-check";
import { expect, test } from "vitest";
import type { Lived } from "../../../../src/core/rewards/alerts/lived.ts";
import { judgeMisses } from "../../../../src/core/rewards/alerts/misses.ts";
import { countNode, emptyCounts, isOutage, withoutOutages } from "../../../../src/core/rewards/alerts/outages.ts";

/** `.` missed, `x` paid, `o` outage, `-` absent. */
const epochs = (text: string): Lived[] =>
  [...text].map((one) => (one === "." ? "missed" : one === "x" ? 5n : one === "o" ? "outage" : "absent"));

const judge = (text: string, rules: Partial<Parameters<typeof judgeMisses>[1]>) =>
  judgeMisses(epochs(text), { missedInRow: undefined, missedInWindow: undefined, clearAfter: 1, ...rules });

test("default: so many in a row hold, and are over once it is paid again", () => {
  expect(judge("xx..", { missedInRow: 3 })).toMatchObject({ holds: false, over: false, inRow: 2 });
  expect(judge("xx...", { missedInRow: 3 })).toMatchObject({ holds: true, over: false, inRow: 3 });
  expect(judge("xx...x", { missedInRow: 3 })).toMatchObject({ holds: false, over: true, inRow: 0 });
});

test("behavior: so many in a window hold while they are in it, however often it was paid between", () => {
  const missedInWindow = { misses: 3, of: 6 };
  expect(judge("xxxxx.x.x.", { missedInWindow })).toMatchObject({ holds: true, inWindow: 3, inRow: 1 });
  expect(judge("x.x.x.x", { missedInWindow })).toMatchObject({ holds: true, over: false });
  expect(judge("x.x.x.xx", { missedInWindow })).toMatchObject({ holds: false, over: true, inWindow: 2 });
});

test("boundary: it must be paid so many times in a row to be back", () => {
  expect(judge("x...xx", { missedInRow: 2, clearAfter: 3 })).toMatchObject({ holds: false, over: false });
  expect(judge("x...xxx", { missedInRow: 2, clearAfter: 3 })).toMatchObject({ holds: false, over: true });
});

test("boundary: outages and epochs in which nothing was expected neither end a run nor add to one", () => {
  expect(judge("x.oo-.", { missedInRow: 2 })).toMatchObject({ holds: true, inRow: 2 });
  expect(judge("xoooo", { missedInRow: 2 })).toMatchObject({ holds: false, over: true });
  expect(judge("....", { missedInRow: 2 })).toMatchObject({ holds: true, paidLately: false });
});

const life = fc.array(fc.constantFrom<Lived>(0n, 7n, "missed", "missed", "outage", "absent"), { maxLength: 40 });

test("law: judged as a naive walk judges", () => {
  const window = fc.option(
    fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 8 }))
      .map(([misses, more]) => ({ misses, of: misses + more })),
    { nil: undefined },
  );
  const row = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
  fc.assert(
    fc.property(life, row, window, fc.integer({ min: 1, max: 4 }), (lived, missedInRow, missedInWindow, clearAfter) => {
      let [inRow, paidInRow] = [0, 0];
      const seen: boolean[] = [];
      for (const one of lived) {
        if (one === "absent" || one === "outage") continue;
        const missed = one === "missed";
        seen.push(missed);
        inRow = missed ? inRow + 1 : 0;
        paidInRow = missed ? 0 : paidInRow + 1;
      }
      let inWindow = 0;
      if (missedInWindow)
        for (let i = Math.max(0, seen.length - missedInWindow.of); i < seen.length; i += 1) if (seen[i]) inWindow += 1;
      const holds =
        (missedInRow !== undefined && inRow >= missedInRow) ||
        (missedInWindow !== undefined && inWindow >= missedInWindow.misses);
      expect(judgeMisses(lived, { missedInRow, missedInWindow, clearAfter })).toEqual({
        ...{ holds, over: !holds && paidInRow >= clearAfter, inRow, inWindow, paidLately: seen.includes(false) },
      });
    }),
    { numRuns: 2_000 },
  );
});

test("law: a node whose misses come and go never begins anew within so many epochs in a row", () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (paid, missedInRow, clearAfter) => {
        const begun: number[] = [];
        let open = false;
        for (let end = 1; end <= paid.length; end += 1) {
          const lived = paid.slice(0, end).map((was): Lived => (was ? 1n : "missed"));
          const { holds, over } = judgeMisses(lived, { missedInRow, missedInWindow: undefined, clearAfter });
          if (!open && holds) begun.push(end);
          open = open ? !over : holds;
        }
        begun.slice(1).forEach((at, index) => {
          expect(at - (begun[index] ?? 0)).toBeGreaterThanOrEqual(missedInRow + clearAfter);
        });
      },
    ),
    { numRuns: 500 },
  );
});

test("default: more than half of a cohort is an outage, and its epochs are no node's own misses", () => {
  const counts = emptyCounts(3);
  const lives: [string, Lived[]][] = [
    ...Array.from({ length: 4 }, (): [string, Lived[]] => ["north", epochs("x.x")]),
    ...Array.from({ length: 2 }, (): [string, Lived[]] => ["north", epochs("xx.")]),
    ...Array.from({ length: 8 }, (): [string, Lived[]] => ["south", epochs("xxx")]),
  ];
  for (const [cohort, lived] of lives) countNode(counts, cohort, lived);
  expect(counts[1]?.get("north")).toEqual({ expected: 6, missed: 4 });
  expect([isOutage(counts[1]?.get("north")), isOutage(counts[1]?.get("")), isOutage(counts[2]?.get("north"))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(withoutOutages(epochs("x.."), "north", counts)).toEqual(epochs("xo."));
  expect(withoutOutages(epochs("x.."), "south", counts)).toEqual(epochs("x.."));
});

test("boundary: fewer than five nodes are no cohort, and who was never paid counts in none", () => {
  const counts = emptyCounts(2);
  for (let node = 0; node < 4; node += 1) countNode(counts, "north", epochs("x."));
  for (let node = 0; node < 90; node += 1) countNode(counts, "north", epochs(".."));
  expect(counts[1]?.get("north")).toEqual({ expected: 4, missed: 4 });
  expect(isOutage(counts[1]?.get("north"))).toBe(false);
});
