/** What can be spent, in USD 1e-8: of stable tokens, of others, and what is owed (positive). */
export type Spendable = { stable: bigint; other: bigint; owed: bigint };

/** For how long it lasts, in tenths of months, rounded down. */
export type Runway = { months: bigint; halved: bigint };

/**
 * How long the treasury lasts at what a month takes in USD 1e-8, earning nothing; and the same if all that is not stable lost half its
 * value, and debts none. Undefined where nothing is spent.
 */
export function runway({ stable, other, owed }: Spendable, perMonth: bigint): Runway | undefined {
  if (perMonth <= 0n) return undefined;
  const last = (holdings: bigint) => (holdings <= 0n ? 0n : (holdings * 10n) / perMonth);
  return { months: last(stable + other - owed), halved: last(stable + other / 2n - owed) };
}
