import type { EpochTimes } from "../../rewards/late-epochs.ts";
import type { NodeFact } from "../../rewards/node-pay.ts";
import type { Payment } from "../../rewards/pay-table.ts";
import type { GasFacts } from "../accounts/gas.ts";
import type { LedgerFacts } from "../ledger/keep-ledger.ts";
import type { Period } from "../periods.ts";
import type { PositionFacts } from "../position-facts.ts";
import type { Reasons } from "../remarks/unread.ts";
import type { Deflator } from "../returns/real.ts";
import type { StatementBlock, StatementPrice, StatementToken } from "../statement.ts";

/** What one source has paid, and to which nodes. */
export type SourceFacts = {
  source: string;
  label: string;
  token: StatementToken;
  /** Whether what it pays comes once. */
  oneOff?: boolean;
  /** May be walked through more than once; in order of time or not. */
  payments: Iterable<Payment>;
  nodes: readonly NodeFact[];
  /** Its epochs, lowest first, from well before those of which anything was told in the period; how long one lasts, in seconds. */
  epochs?: readonly EpochTimes[];
  epochSeconds?: number;
};

/** Everything stored that a statement is made of. */
export type StatementFacts = {
  name: string;
  title: string;
  community: string;
  timeZone: string;
  period: Period;
  complete: boolean;
  /** The stretches of the history, the last of which ends where the period does. */
  days: readonly Period[];
  sources: readonly SourceFacts[];
  positions: readonly PositionFacts[];
  /** What the ledger is kept from, all the way back to each position's first reading; left out where none is kept. */
  ledger?: Pick<LedgerFacts, "legs" | "value" | "method" | "rewarded">;
  /** Blocks at which positions were read, oldest first. */
  readAt: readonly StatementBlock[];
  /** For chains without positions: how far their sources have been read. */
  bookedTo: readonly StatementBlock[];
  prices: readonly StatementPrice[];
  /** The name of the price of each token that has one. */
  priceOf: Readonly<Record<string, string>>;
  /** What gas cost, by chain. */
  gas: readonly GasFacts[];
  marks: readonly { at: number; label: string }[];
  /** Consumer prices, where the community has a series of them. */
  inflation?: Deflator | undefined;
  /** Time before the period for which no report was made. */
  gap: Period | undefined;
  /** The newest final blocks before the period's end, of the chains that could be asked. */
  newest: readonly StatementBlock[];
  /** What else is known to be missing, in plain sentences. */
  notes: readonly string[];
  /** Why positions and prices could not be read at the period's end, by their names. */
  unread?: Reasons;
  /** Names of the sources that have not been read to the period's end. */
  behind?: readonly string[];
};

/** The price that a statement values a token at; undefined where it has none. */
export type PriceOf = (token: StatementToken) => StatementPrice | undefined;
