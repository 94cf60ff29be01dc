import { expect, test } from "vitest";
import { entryKinds } from "../../../../src/core/treasury/ledger/entry.ts";
import { entryWords, waterfallParts } from "../../../../src/core/treasury/ledger/waterfall.ts";
import { exampleWaterfall } from "../../../support/statements.ts";

test("boundary: every kind of entry makes one part of the waterfall, and every part but its ends has a kind", () => {
  expect(waterfallParts.map(({ kind }) => kind).sort()).toEqual([...entryKinds].sort());
  const { opening, closing, leftOut, ...between } = exampleWaterfall();
  expect(waterfallParts.map(({ part }) => part).sort()).toEqual(Object.keys(between).sort());
});

test("default: an entry is called as its part of the waterfall is", () => {
  expect(entryWords("income-accrued")).toBe("income to claim");
});
