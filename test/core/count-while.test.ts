import fc from "fast-check";
import { expect, test } from "vitest";
import { countWhile } from "../../src/core/count-while.ts";

test("law: it counts what a walk from the front would", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (items, most) => {
      const sorted = items.sort((a, b) => a - b);
      const walked = sorted.findIndex((item) => item > most);
      expect(countWhile(sorted, (item) => item <= most)).toBe(walked === -1 ? sorted.length : walked);
    }),
  );
});

test("boundary: nothing is so, or all is", () => {
  expect(countWhile([], () => true)).toBe(0);
  expect(countWhile([1, 2], () => false)).toBe(0);
  expect(countWhile([1, 2], () => true)).toBe(2);
});
