/** One value in US dollars, in units of 1e-8 USD; undefined when it is unknown. */
export type Usd = bigint | undefined;

/** One position over a period: what it was worth at both ends, what was put in and taken out, and what it earned. */
export type PositionAccount = {
  position: string;
  label: string;
  protocol: string;
  token: { name: string; symbol: string; decimals: number };
  /** From readings alone, in the token's smallest unit; undefined when there is no reading for that end of the period. */
  opening: bigint | undefined;
  closing: bigint | undefined;
  /** From logs alone. */
  paidIn: bigint;
  takenOut: bigint;
  /** closing − opening − paidIn + takenOut; may be negative; undefined when an end is unknown. */
  income: bigint | undefined;
  incomeUsd: Usd;
  closingUsd: Usd;
  /** Realised over the period, simple, per year, in millionths, rounded toward zero; undefined for periods under a week or an unknown end. */
  apr: bigint | undefined;
};

/** What one source paid over a period. */
export type RewardAccount = {
  source: string;
  label: string;
  token: { name: string; symbol: string; decimals: number };
  total: bigint;
  totalUsd: Usd;
  /** Payments, distinct nodes paid, and nodes known but not paid at all in the period. */
  payments: number;
  nodesPaid: number;
  nodesSilent: readonly string[];
  byRegion: readonly { region: string; total: bigint; nodes: number }[];
  /** One bar of the chart: the start of the day (unix seconds) and what was paid. */
  byDay: readonly { from: number; total: bigint }[];
};

/** The block at which one chain's figures of a statement were read. */
export type StatementBlock = { chain: number; name: string; block: bigint; hash: string; timestamp: number };

/** A period's accounts. */
export type Statement = {
  name: string;
  title: string;
  community: string;
  timeZone: string;
  /** Unix seconds; the period is [from, to). */
  from: number;
  to: number;
  blocks: readonly StatementBlock[];
  rewards: readonly RewardAccount[];
  positions: readonly PositionAccount[];
  /** Prices used, and how old they were. */
  prices: readonly { name: string; answer: bigint; decimals: number; updatedAt: number; stale: boolean; chain: number; block: bigint }[];
  totals: { rewardsUsd: Usd; yieldUsd: Usd; incomeUsd: Usd; treasuryUsd: Usd };
  /** Sum of income by position against the change of the whole, in USD 1e-8: what the books could not explain. */
  residualUsd: Usd;
  /** What could not be read or valued, in plain sentences. Never left out, never zero. */
  unknowns: readonly string[];
  /** Votes whose executed change fell into the period. */
  marks: readonly { at: number; label: string }[];
};
