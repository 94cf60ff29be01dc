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
