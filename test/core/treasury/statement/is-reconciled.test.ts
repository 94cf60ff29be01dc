import { expect, test } from "vitest";
import { USD } from "../../../../src/core/treasury/money.ts";
import { isReconciled } from "../../../../src/core/treasury/statement/is-reconciled.ts";

const books = (residualUsd: bigint | undefined, treasuryUsd: bigint) =>
  isReconciled({ residualUsd, known: { incomeUsd: 0n, treasuryUsd } });

test.each([
  ["nothing unexplained", 0n, 0n, true],
  ["exactly a dollar of a small treasury", USD, 5_000n * USD, true],
  ["one unit more", USD + 1n, 5_000n * USD, false],
  ["the same missing the other way", -USD - 1n, 5_000n * USD, false],
  ["exactly a basis point of a large treasury", 100n * USD, 1_000_000n * USD, true],
  ["one unit more of that", 100n * USD + 1n, 1_000_000n * USD, false],
])("boundary: %s", (_, residual, worth, expected) => {
  expect(books(residual, worth)).toBe(expected);
});

test("behavior: where nothing could be checked nothing is said to be in order", () => {
  expect(books(undefined, USD)).toBeUndefined();
});
