import { expect, test } from "vitest";
import { jumpRemarks } from "../../../../src/core/treasury/remarks/jumps.ts";
import { exampleStatement } from "../../../support/statements.ts";

const [vault] = exampleStatement().positions;
if (!vault) throw new Error("no position");
const UNIT = 10n ** 6n;
const DAY = { from: 0, to: 86_400 };
const YEAR = { from: 0, to: 365 * 86_400 };

const say = (income: bigint, changes: Partial<typeof vault> = {}, period = DAY) =>
  jumpRemarks(
    [{ ...vault, label: "Vault", opening: 1_000n * UNIT, income, incomeUsd: income * 100n, received: 0n, ...changes }],
    period,
  );

test("default: what a position earns in a day is no jump", () => {
  expect(say(0n)).toEqual([]);
  expect(say(UNIT)).toEqual([]);
});

test("behavior: a share price that halves, and one that doubles, are said", () => {
  expect(say(-500n * UNIT + 1n)).toEqual(["Vault lost 50 % of what lay in it within 24 h."]);
  expect(say(1_000n * UNIT)).toEqual([
    "Vault gained 100 % of what lay in it within 24 h, more than a yield: somebody may have paid into it.",
  ]);
});

test("boundary: a loss is said from a hundredth on, a gain from a tenth on, unless a year earns as much", () => {
  expect(say(-10n * UNIT)).toHaveLength(1);
  expect(say(-9n * UNIT)).toEqual([]);
  expect(say(100n * UNIT)).toHaveLength(1);
  expect(say(99n * UNIT)).toEqual([]);
  expect(say(100n * UNIT, {}, YEAR)).toEqual([]);
  expect(say(1_000n * UNIT, {}, YEAR)).toHaveLength(1);
});

test("boundary: nothing is said of a few cents, of what payers of income paid, of debts, and of what is unknown", () => {
  expect(say(-99n, { opening: 100n })).toEqual([]);
  expect(say(500n * UNIT, { received: 500n * UNIT })).toEqual([]);
  expect(say(-500n * UNIT, { kind: "debt" })).toEqual([]);
  expect(say(0n, { income: undefined })).toEqual([]);
  expect(say(0n, { opening: undefined })).toEqual([]);
  expect(say(5n * UNIT, { opening: 0n, paidIn: 0n })).toEqual([]);
});
