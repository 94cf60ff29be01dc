import type { GasAccount } from "./accounts/gas.ts";
import type { LedgerEntry } from "./ledger/entry.ts";
import type { CostMethod } from "./ledger/lots.ts";
import type { Holding, Waterfall } from "./ledger/waterfall.ts";
import type { LegKind } from "./legs.ts";
import type { PoolAccount } from "./returns/pool-account.ts";
import type { RealIncome } from "./returns/real.ts";
import type { TreasuryReturn } from "./returns/treasury-return.ts";
import type { History } from "./statement/history.ts";

/** One value in US dollars, in units of 1e-8 USD; undefined when it is unknown. */
export type Usd = bigint | undefined;

/** A token as a statement needs to know it. */
export type StatementToken = { name: string; symbol: string; decimals: number };

/** One leg of a position over a period: what it was worth at both ends, what was put in and taken out, and what it earned. */
export type PositionAccount = {
  position: string;
  /** Empty where the position has one leg only. */
  leg: string;
  kind: LegKind;
  label: string;
  protocol: string;
  chain: number;
  token: StatementToken;
  /** From readings alone, in the token's smallest unit; undefined when there is no reading for that end of the period. */
  opening: bigint | undefined;
  closing: bigint | undefined;
  /** From logs alone. */
  paidIn: bigint;
  takenOut: bigint;
  /** What shares came or went without a logged payment; undefined where the position has no shares to check against. */
  unexplained: bigint | undefined;
  /** What a pool exchanged for its other side as the price moved: neither income nor a payment. 0 for what is in no pool. */
  converted: bigint | undefined;
  /** Of the income, what others paid whose payments are income. */
  received?: bigint;
  /** closing − opening − paidIn + takenOut − unexplained − converted; negative for what a debt costs; undefined when an end is unknown. */
  income: bigint | undefined;
  incomeUsd: Usd;
  closingUsd: Usd;
  /** Realised, simple, per year, in millionths, rounded toward zero; undefined where there is less than a week to judge by. */
  apr: bigint | undefined;
  /** Unix second from which the rate is measured: the period's start, or a week before its end where the period is shorter. */
  aprFrom: number;
  /** What its protocol promised over the same time: the mean of the readings' rates, in millionths, negative for a debt as its apr is; undefined where it promises nothing. */
  quoted?: bigint | undefined;
};

/** What one source paid over a period. */
export type RewardAccount = {
  source: string;
  label: string;
  token: StatementToken;
  total: bigint;
  totalUsd: Usd;
  /** Payments, distinct nodes paid, and nodes known but not paid at all in the period. */
  payments: number;
  nodesPaid: number;
  nodesSilent: readonly string[];
  byRegion: readonly { region: string; total: bigint; nodes: number }[];
  /** Every node that was paid. */
  byNode: readonly { node: string; region: string; total: bigint; payments: number }[];
  /** What was paid in each stretch of the period: a day, or the whole of a shorter period. */
  byDay: readonly { from: number; total: bigint }[];
  /** What of the total was for epochs that the source had left behind long before the period; undefined where nothing was, or nobody can tell. */
  late?: LateRewards | undefined;
  /** True where what it pays comes once, and not again and again. */
  oneOff?: true;
};

/** Payments for earlier epochs: how much in the token's smallest unit, how many, and for how many epochs. */
export type LateRewards = { amount: bigint; payments: number; epochs: number };

/** The block at which one chain's figures of a statement were read. */
export type StatementBlock = { chain: number; name: string; block: bigint; hash: string; timestamp: number };

/** One price that values were computed with, and how old it was. */
export type StatementPrice = {
  name: string;
  answer: bigint;
  decimals: number;
  updatedAt: number;
  /** Older than its heartbeat: used, and said to be. */
  stale: boolean;
  /** So old that it values nothing; statements made before there were such prices do not say it. */
  silent?: boolean;
  /** The feed's round that gave it. */
  round?: bigint;
  /** Where it is held against a second price: how far apart they are in millionths; undefined where there is no fresh second one. */
  apart?: { from: string; by: bigint | undefined };
  chain: number;
  block: bigint;
};

/** A period's accounts. All USD values are at the prices of the closing blocks, so that no change of price is mistaken for income. */
export type Statement = {
  name: string;
  title: string;
  community: string;
  timeZone: string;
  /** Unix seconds; the period is [from, to). */
  from: number;
  to: number;
  /** False for a period that was still running when the statement was made. */
  complete: boolean;
  blocks: readonly StatementBlock[];
  /** The block at which each chain's positions were read for the opening; statements older than the ledger do not say it. */
  openings?: readonly StatementBlock[];
  rewards: readonly RewardAccount[];
  positions: readonly PositionAccount[];
  prices: readonly StatementPrice[];
  /** What gas cost, by chain; statements older than that do not say it. It is in no total. */
  gas?: readonly GasAccount[];
  /** Unknown as soon as one part is; `known` sums the parts that are known. */
  totals: StatementTotals;
  known: { incomeUsd: bigint; treasuryUsd: bigint };
  /** What the books could not explain, in USD 1e-8: shares that moved without a payment. Undefined where nothing can be checked. */
  residualUsd: Usd;
  /** How the value came from the opening to the closing; undefined where no end is known, and in statements older than the ledger. */
  waterfall?: Waterfall | undefined;
  /** What is held at the closing and what it cost, token by token. */
  holdings?: readonly Holding[];
  /** Which units are taken to be given away first. */
  costBasis?: CostMethod;
  /** The income in money of the config's base month; undefined without a series of consumer prices that reaches, or where it is unknown. */
  real?: RealIncome | undefined;
  /** What all positions together returned over the period, prices included; undefined where an end is not known. */
  returns?: TreasuryReturn | undefined;
  /** What lies in pools, against holding. */
  pools?: readonly PoolAccount[];
  /** All entries of the period, in order. */
  entries?: readonly LedgerEntry[];
  /** What could not be read or valued, in plain sentences. Never left out, never zero. */
  unknowns: readonly string[];
  /** Names of the sources that had not been read to the period's end; statements made before they could be corrected do not say it. */
  behind?: readonly string[];
  /** What was corrected since it was first shown, the oldest first. */
  corrections?: readonly StatementCorrection[];
  /** Votes whose executed change fell into the days of the history. */
  marks: readonly { at: number; label: string }[];
  history: History;
};

/** When a statement was corrected, and a sentence for each figure that changed. */
export type StatementCorrection = { at: number; changes: readonly string[] };

/** Sums over all sources and positions, in USD 1e-8; each undefined as soon as one part of it is unknown. */
export type StatementTotals = {
  rewardsUsd: Usd;
  yieldUsd: Usd;
  incomeUsd: Usd;
  treasuryUsd: Usd;
  /** The income by whether it comes again; left out where no source pays once, and in older statements. */
  recurringUsd?: Usd;
  oneOffUsd?: Usd;
};
