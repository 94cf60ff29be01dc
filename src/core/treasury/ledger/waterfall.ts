import type { EntryKind } from "./entry.ts";

/**
 * How the treasury came from what it was worth at the opening to what it is worth at the closing, in USD 1e-8. Both ends come from readings, at the prices of their
 * own moments; all else from the ledger's entries. closing − opening is the sum of all that is between them, the residual included.
 */
export type Waterfall = {
  opening: bigint;
  /** Principal from outside, positive, and to outside, negative. */
  paidIn: bigint;
  paidOut: bigint;
  /** Income in hand, and what changed in what is still to be claimed or unlocked; negative for losses. */
  realised: bigint;
  accrued: bigint;
  /** Negative: what debts cost. */
  expenses: bigint;
  /** Gains and losses of price: by disposal, and on what is still held. */
  capitalRealised: bigint;
  capitalUnrealised: bigint;
  /** Within the treasury: nothing, but for exchanges with tokens that have no price. */
  internal: bigint;
  residual: bigint;
  closing: bigint;
  /** Symbols of tokens that are in none of this, since a price is missing for them. */
  leftOut: readonly string[];
};

/** A part of a waterfall: by which kind of entry it came about, its key in figures, and what it is called, in full and where there is little room. */
export type WaterfallPart = {
  part: Exclude<keyof Waterfall, "opening" | "closing" | "leftOut">;
  kind: EntryKind;
  key: string;
  name: string;
  brief: string;
};

/** All parts between both ends, in order. Each is the sum of the entries of its kind, but for the residual, which is what all the others leave of the difference. */
export const waterfallParts: readonly WaterfallPart[] = [
  { part: "paidIn", kind: "principal-in", key: "paid-in", name: "Paid in", brief: "Paid in" },
  { part: "paidOut", kind: "principal-out", key: "paid-out", name: "Paid out", brief: "Paid out" },
  { part: "realised", kind: "income-realised", key: "in-hand", name: "Income in hand", brief: "Income" },
  { part: "accrued", kind: "income-accrued", key: "to-claim", name: "Income to claim", brief: "To claim" },
  { part: "expenses", kind: "expense", key: "costs", name: "Costs", brief: "Costs" },
  {
    ...{ part: "capitalRealised", kind: "capital-realised", key: "price-sold" },
    ...{ name: "Price of what was sold", brief: "Price, sold" },
  },
  {
    ...{ part: "capitalUnrealised", kind: "capital-unrealised", key: "price-held" },
    ...{ name: "Price of what is held", brief: "Price, held" },
  },
  { part: "internal", kind: "internal", key: "within", name: "Moved within the treasury", brief: "Exchanged" },
  { part: "residual", kind: "unexplained", key: "unexplained", name: "Unexplained", brief: "Unexplained" },
];

/** What an entry of a kind is called within a sentence. */
export function entryWords(kind: EntryKind): string {
  return waterfallParts.find((one) => one.kind === kind)?.name.toLowerCase() ?? kind;
}

/** What is held of a token at the closing, what it cost by the chosen method, and what it is worth; USD 1e-8. */
export type Holding = {
  token: string;
  /** In the token's smallest unit. */
  units: bigint;
  cost: bigint;
  worth: bigint | undefined;
  /** Of the units, those that nobody saw come: they are taken to have cost nothing. */
  unseen: bigint;
};
