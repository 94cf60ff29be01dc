import { expect, test } from "vitest";
import { unreadRemarks } from "../../../../src/core/treasury/remarks/unread.ts";
import { exampleStatement } from "../../../support/statements.ts";

const [vault, wallet] = exampleStatement().positions;
if (!vault || !wallet) throw new Error("no positions");
const token = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

test("default: of what was read at both ends nothing is said", () => {
  expect(unreadRemarks([vault, wallet], new Map())).toEqual([]);
});

test("behavior: a position of several legs is said to be unread once, with the contract's own word", () => {
  const legs = ["token0", "token1"].map((leg) => ({
    ...{ ...wallet, position: "pool", leg, label: `Pool · ${leg}` },
    ...{ closing: undefined, income: undefined },
  }));
  expect(unreadRemarks(legs, new Map([["pool", `getReserves of ${token} reverted: paused`]]))).toEqual([
    "Pool was not read at the end of the period: its value and income are unknown. getReserves of 0x5fbd…0aa3 reverted: paused.",
  ]);
  expect(unreadRemarks(legs, undefined)).toEqual([
    "Pool was not read at the end of the period: its value and income are unknown.",
  ]);
});

test("boundary: up to three positions without an opening are named, four are counted", () => {
  const unopened = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ ...vault, position: `p${index}`, label: `P ${index}` },
      ...{ opening: undefined, income: undefined },
    }));
  expect(unreadRemarks(unopened(3), undefined)).toHaveLength(3);
  expect(unreadRemarks(unopened(4), undefined)).toEqual([
    "4 positions were not read at the start of the period: their income is unknown.",
  ]);
});
