import fc from "fast-check";
import { expect, test } from "vitest";
import { createLogRange } from "../../src/chain/log-range.ts";

const times = (count: number, what: () => void) => Array.from({ length: count }, what);

test("default: halves on a refusal, grows by half after five successes", () => {
  const range = createLogRange(2_000);
  range.refused();
  expect(range.span()).toBe(1_000n);
  times(4, range.accepted);
  expect(range.span()).toBe(1_000n);
  range.accepted();
  expect(range.span()).toBe(1_500n);
});

test("boundary: one block cannot be halved", () => {
  const range = createLogRange(1);
  range.refused();
  expect(range.span()).toBe(1n);
  times(5, range.accepted);
  expect(range.span()).toBe(2n);
});

test("law: a span that was refused is never asked for again, and the largest accepted one is found", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 20_000 }), (first, limit) => {
      const range = createLogRange(first);
      const refused: bigint[] = [];
      for (let request = 0; request < 500; request += 1) {
        const span = range.span();
        expect(refused.every((one) => span < one)).toBe(true);
        if (span <= BigInt(limit)) range.accepted();
        else {
          refused.push(span);
          range.refused();
        }
      }
      // At least two thirds of what the node would allow: growth is by half.
      expect(range.span() * 3n).toBeGreaterThanOrEqual(BigInt(limit) * 2n - 3n);
    }),
  );
});
