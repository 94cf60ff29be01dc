import { expect, test } from "vitest";
import type { PositionFacts, ReadingFact } from "../../../../src/core/treasury/position-facts.ts";
import type { StatementFacts } from "../../../../src/core/treasury/statement/statement-facts.ts";
import { END, exampleFacts, exampleStatement } from "../../../support/statements.ts";

const DAY = 86_400;
const DOLLAR = 1_000_000n;
const BLOCK = 20_000_000n;

/** A debt of 50,000 tUSD, read at the end of the period, with what is otherwise of that reading. */
function loan(changes: Partial<ReadingFact>): PositionFacts {
  return {
    ...{ position: "loan", leg: "debt", kind: "debt", label: "Loan", protocol: "Aave v3", chain: 31_337 },
    token: { name: "tusd", symbol: "tUSD", decimals: 6 },
    readings: [{ block: BLOCK, at: END, amount: -50_000n * DOLLAR, shares: undefined, ...changes }],
    flows: [],
  };
}

function ofHealth(debt: PositionFacts, changes: Partial<StatementFacts> = {}): readonly string[] {
  const { prices } = exampleFacts();
  const fresh = prices.map((price) => ({ ...price, block: BLOCK }));
  return exampleStatement({}, { positions: [debt], prices: fresh, ...changes }).unknowns.filter((sentence) =>
    /^Loan: .*debt/.test(sentence),
  );
}

test("default: below a factor of 1.5 a report says how far the collateral may fall; from there on nothing", () => {
  expect(ofHealth(loan({ health: 1_130_000_000_000_000_000n }))).toEqual([
    "Loan: the health factor of its debt is 1.13, critical: it is liquidated when its collateral falls by 11.5 %.",
  ]);
  expect(ofHealth(loan({ health: 1_500_000_000_000_000_000n }))).toEqual([]);
  expect(ofHealth(loan({ health: 990_000_000_000_000_000n }))).toEqual([
    "Loan: the health factor of its debt is 0.99, at the edge: it can be liquidated now.",
  ]);
});

test("error: a debt whose health nobody told, or long ago, or by a price that is not fresh, is not called safe", () => {
  expect(ofHealth(loan({}))).toEqual(["Loan: how safe its debt is, is unknown: its protocol does not say it."]);
  expect(ofHealth(loan({ health: 2n * 10n ** 18n, at: END - 3 * DAY }))).toEqual([
    "Loan: how safe its debt is, is unknown: it was not read in the last 3 d of the period; it was last read to be 2.",
  ]);
  const { prices } = exampleFacts();
  const stale = prices.map((price) => ({ ...price, block: BLOCK, stale: true }));
  const unanswered = prices.map((price) => ({ ...price, block: BLOCK - 1n }));
  for (const doubted of [stale, unanswered, []])
    expect(ofHealth(loan({ health: 2n * 10n ** 18n }), { prices: doubted })).toEqual([
      "Loan: how safe its debt is, is unknown: a price that it may follow from is not fresh; it was last read to be 2.",
    ]);
});

test("error: a debt that could not be read while its chain was is unknown", () => {
  expect(ofHealth(loan({ health: 2n * 10n ** 18n, at: END - 7_200 }))).toEqual([
    "Loan: how safe its debt is, is unknown: it was not read in the last 2 h of the period; it was last read to be 2.",
  ]);
});

test("boundary: a debt that is paid back says nothing, however bad it was", () => {
  expect(ofHealth(loan({ amount: 0n, health: 1n }))).toEqual([]);
});

test("default: a month's report names what unlocks next; a day's does not", () => {
  const locked: PositionFacts = {
    ...loan({}),
    ...{ position: "grant", leg: "", kind: "locked", label: "Grant" },
    readings: [
      {
        ...{ block: BLOCK, at: END, amount: 3_000n * DOLLAR, shares: undefined },
        unlocks: [
          { at: END + 20 * DAY, amount: 1_000n * DOLLAR },
          { at: END + 9 * DAY, amount: 2_000n * DOLLAR },
          { at: END - 9 * DAY, amount: 7n * DOLLAR },
          { at: 2 ** 60, amount: 1n },
        ],
      },
    ],
  };
  const next = (days: number) =>
    exampleStatement({}, { positions: [locked], period: { from: END - days * DAY, to: END } }).unknowns.filter(
      (sentence) => sentence.startsWith("Next to unlock"),
    );
  expect(next(30)).toEqual(["Next to unlock: 2,000 tUSD ($1,999.80) of Grant, on 2 Dec 2026, 00:00."]);
  expect(next(1)).toEqual([]);
});
