/**
 * What an entry of the ledger is: principal that crossed the treasury's edge; a move within it; income in hand, or still to be claimed or unlocked;
 * what owning and owing cost; a gain or loss of price, by disposal or not; what nothing explains, which is the residual and never hidden in another.
 */
export const entryKinds = [
  "principal-in",
  "principal-out",
  "internal",
  "income-realised",
  "income-accrued",
  "expense",
  "capital-realised",
  "capital-unrealised",
  "unexplained",
] as const;

/** One of these. */
export type EntryKind = (typeof entryKinds)[number];

/** Whether an entry tells of a reading, and not of a transaction. */
export function isOfReading({ transaction }: Pick<LedgerEntry, "transaction">): boolean {
  return transaction.startsWith("block ");
}

/**
 * One line of the ledger: what an event did to a leg, against the account that its kind names. It is known by chain, transaction, log, position, leg, part
 * and kind; what readings tell has their block for its transaction (`block 123`) and no log (−1).
 */
export type LedgerEntry = {
  kind: EntryKind;
  chain: number;
  transaction: string;
  logIndex: number;
  part: number;
  position: string;
  leg: string;
  /** A name in the config. */
  token: string;
  block: bigint;
  /** Unix seconds of that block. */
  at: number;
  /** Signed, in the token's smallest unit: by how much the leg changed; 0 for a change of value alone. */
  units: bigint;
  /** Who paid it or was paid, where the log says so. */
  counterparty?: string | undefined;
  /** Signed, in USD 1e-8: by how much what the treasury is worth changed by it; undefined where the token had no price then. */
  usd: bigint | undefined;
};
