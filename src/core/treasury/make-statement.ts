import type { EpochTimes } from "../rewards/late-epochs.ts";
import type { NodeFact } from "../rewards/node-pay.ts";
import type { Payment } from "../rewards/pay-table.ts";
import { WEEK } from "../seconds.ts";
import { type GasFacts, gasAccounts, gasUnknowns } from "./gas.ts";
import { makeHistory } from "./history.ts";
import { keepBooks } from "./keep-books.ts";
import type { LedgerFacts } from "./ledger/keep-ledger.ts";
import { sumKnownUsd, sumUsd, valueUsd } from "./money.ts";
import type { Period } from "./periods.ts";
import { type PositionFacts, positionAccount, type Stretch } from "./position-account.ts";
import { type Deflator, realIncome } from "./returns/real.ts";
import { rewardAccount } from "./reward-account.ts";
import type {
  PositionAccount,
  RewardAccount,
  Statement,
  StatementBlock,
  StatementPrice,
  StatementToken,
  Usd,
} from "./statement.ts";
import { unknownsOf } from "./unknowns.ts";

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
  /** Names of the sources that have not been read to the period's end. */
  behind?: readonly string[];
};

/** A period's accounts from stored facts alone: the same facts make the same statement, to the last digit. */
export function makeStatement(facts: StatementFacts): Statement {
  const { period } = facts;
  const price = (token: StatementToken) => facts.prices.find(({ name }) => name === facts.priceOf[token.name]);
  const rewards = facts.sources.map((source) => rewardAccount(source, period, facts.timeZone, price(source.token)));
  const positions = facts.positions.map((position) => {
    const rateFrom = Math.min(period.from, period.to - WEEK);
    const over = (from: number) => stretchOf(facts, position.chain, { from, to: period.to });
    return positionAccount(position, over(period.from), over(rateFrom), price(position.token));
  });
  const { kept, remarks } = keepBooks(facts, price);
  const gas = gasAccounts(facts.gas, period);
  return {
    ...{ name: facts.name, title: facts.title, community: facts.community, timeZone: facts.timeZone },
    ...{ from: period.from, to: period.to, complete: facts.complete },
    blocks: blocksOf(facts),
    openings: openingsOf(facts),
    rewards,
    positions,
    prices: facts.prices,
    gas,
    ...sums(facts, rewards, positions),
    residualUsd: residual(positions, (account) => valueUsd(account.unexplained, account.token, price(account.token))),
    ...kept,
    unknowns: [...unknownsOf(facts, rewards, positions), ...remarks, ...gasUnknowns(gas)],
    ...(facts.behind !== undefined && { behind: facts.behind }),
    marks: facts.marks,
    history: makeHistory(facts, price),
  };
}

/** The blocks that stand for the two ends of a period on a chain: the newest ones read at or before them. */
export function stretchOf(
  { readAt, newest }: Pick<StatementFacts, "readAt" | "newest">,
  chain: number,
  { from, to }: Period,
): Stretch {
  const last = (at: number) => readAt.findLast((block) => block.chain === chain && block.timestamp <= at)?.block;
  const [opening, closing] = [last(from), last(to)];
  const end = newest.find((block) => block.chain === chain);
  return { from, to, opening, closing, quiet: end !== undefined && end.block === opening };
}

function sums(
  { inflation, period }: StatementFacts,
  rewards: readonly RewardAccount[],
  positions: readonly PositionAccount[],
): Pick<Statement, "totals" | "known" | "real"> {
  const paid = rewards.map(({ totalUsd }) => totalUsd);
  const earned = positions.map(({ incomeUsd }) => incomeUsd);
  const held = positions.map(({ closingUsd }) => closingUsd);
  const incomeUsd = sumUsd([...paid, ...earned]);
  return {
    totals: {
      ...{ rewardsUsd: sumUsd(paid), yieldUsd: sumUsd(earned), incomeUsd, treasuryUsd: sumUsd(held) },
      ...splitIncome(rewards, earned),
    },
    real: inflation && incomeUsd !== undefined ? realIncome(inflation, incomeUsd, period.to) : undefined,
    known: { incomeUsd: sumKnownUsd([...paid, ...earned]), treasuryUsd: sumKnownUsd(held) },
  };
}

/** Where no source pays once, all is recurring, and nothing is said of it. */
function splitIncome(
  rewards: readonly RewardAccount[],
  earned: readonly Usd[],
): Pick<Statement["totals"], "recurringUsd" | "oneOffUsd"> {
  const [once, again] = [rewards.filter(({ oneOff }) => oneOff), rewards.filter(({ oneOff }) => !oneOff)];
  if (once.length === 0) return {};
  return {
    recurringUsd: sumUsd([...again.map(({ totalUsd }) => totalUsd), ...earned]),
    oneOffUsd: sumUsd(once.map(({ totalUsd }) => totalUsd)),
  };
}

function residual(positions: readonly PositionAccount[], value: (account: PositionAccount) => Usd): Usd {
  const checked = positions.filter(({ unexplained }) => unexplained !== undefined);
  return checked.length > 0 ? sumUsd(checked.map(value)) : undefined;
}

/** By the chains that have positions: a source of rewards is read from logs, and has no opening. */
function openingsOf({ readAt, period }: StatementFacts): StatementBlock[] {
  const chains = [...new Set(readAt.map(({ chain }) => chain))];
  return chains.flatMap(
    (chain) => readAt.findLast((block) => block.chain === chain && block.timestamp <= period.from) ?? [],
  );
}

function blocksOf({ readAt, bookedTo, period }: StatementFacts): StatementBlock[] {
  const chains = [...new Set([...readAt, ...bookedTo].map(({ chain }) => chain))];
  return chains.flatMap((chain) => {
    const read = readAt.findLast((block) => block.chain === chain && block.timestamp <= period.to);
    const booked = bookedTo.find((block) => block.chain === chain);
    return (read ?? booked) ? [read ?? booked].filter((block) => block !== undefined) : [];
  });
}
