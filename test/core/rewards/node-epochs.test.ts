import fc from "fast-check";
import { expect, test } from "vitest";
import { epochWord } from "../../../src/core/rewards/epoch-word.ts";
import { isExpectedIn } from "../../../src/core/rewards/expected.ts";
import { attendance, earnedInLast, payByEpoch } from "../../../src/core/rewards/node-epochs.ts";
import type { NodePay } from "../../../src/core/rewards/node-pay.ts";

const DAY = 86_400;
const days = (count: number, seconds = DAY) =>
  Array.from({ length: count }, (_, index) => ({
    epoch: 100 + index,
    firstAt: (100 + index) * seconds,
    lastAt: (100 + index) * seconds + 60,
  }));
const pay = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.constantFrom<NodePay>("missed", "absent"));

test("default: an epoch without earnings is missed by a node that was there, and by nobody while it is open", () => {
  const node = { since: 0, until: undefined };
  const earned = new Map([
    [100, 5n],
    [102, 0n],
  ]);
  expect(payByEpoch(node, days(4), earned)).toEqual([5n, "missed", 0n, "absent"]);
});

test("boundary: a node is expected only after it was known and before it left", () => {
  const [epoch] = days(1);
  if (epoch === undefined) throw new Error("no epoch");
  const { firstAt, lastAt } = epoch;
  expect(isExpectedIn({ since: firstAt - 1, until: undefined }, epoch)).toBe(true);
  expect(isExpectedIn({ since: firstAt, until: undefined }, epoch)).toBe(false);
  expect(isExpectedIn({ since: 0, until: lastAt }, epoch)).toBe(false);
  expect(isExpectedIn({ since: 0, until: lastAt + 1 }, epoch)).toBe(true);
});

test("default: misses, the streak and the longest run missed", () => {
  const pays: NodePay[] = ["absent", 1n, "missed", "absent", "missed", 1n, "missed", 1n, 1n, "absent"];
  expect(attendance(pays)).toEqual({ expected: 7, missed: 3, streak: 2, missing: 0, longestMissed: 2 });
  expect(attendance([])).toEqual({ expected: 0, missed: 0, streak: 0, missing: 0, longestMissed: 0 });
});

test("law: what is counted of a history adds up", () => {
  fc.assert(
    fc.property(fc.array(pay, { maxLength: 40 }), (pays) => {
      const { expected, missed, streak, missing, longestMissed } = attendance(pays);
      const earned = pays.filter((one) => typeof one === "bigint").length;
      expect(missed + earned).toBe(expected);
      expect(streak).toBeLessThanOrEqual(earned);
      expect(longestMissed).toBeLessThanOrEqual(missed);
      expect(missed > 0).toBe(longestMissed > 0);
      expect(missing).toBeLessThanOrEqual(longestMissed);
      expect(streak === 0 || missing === 0).toBe(true);
      if (missed === 0) expect(streak).toBe(expected);
      // What was not expected changes nothing.
      expect(attendance(pays.filter((one) => one !== "absent"))).toEqual({
        expected,
        missed,
        streak,
        missing,
        longestMissed,
      });
    }),
  );
});

test("law: what the last epochs earned is never more than all, and all where they are all", () => {
  fc.assert(
    fc.property(fc.array(pay, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (pays, count) => {
      const all = earnedInLast(pays, 50);
      expect(earnedInLast(pays, count)).toBeLessThanOrEqual(all);
      if (count >= pays.length) expect(earnedInLast(pays, count)).toBe(all);
    }),
  );
});

test("behavior: epochs are called days only where they are days without a gap", () => {
  expect(epochWord(days(30))).toBe("day");
  expect(epochWord(days(30).filter(({ epoch }) => epoch !== 110))).toBe("epoch");
  expect(epochWord(days(30, 79_200))).toBe("epoch");
  expect(epochWord(days(30, 50_000))).toBe("epoch");
  expect(epochWord(days(4, 7 * DAY))).toBe("week");
  expect(epochWord(days(1))).toBe("epoch");
});
