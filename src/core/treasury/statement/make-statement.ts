import { WEEK } from "../../seconds.ts";
import { gasAccounts, gasUnknowns } from "../accounts/gas.ts";
import { positionAccount } from "../accounts/position-account.ts";
import { rewardAccount } from "../accounts/reward-account.ts";
import { sumKnownUsd, sumUsd, valueUsd } from "../money.ts";
import { unknownsOf } from "../remarks/unknowns.ts";
import { realIncome } from "../returns/real.ts";
import type { PositionAccount, RewardAccount, Statement, StatementBlock, StatementToken, Usd } from "../statement.ts";
import { stretchOf } from "../stretch.ts";
import { makeHistory } from "./history.ts";
import { keepBooks } from "./keep-books.ts";
import type { StatementFacts } from "./statement-facts.ts";

/** A period's accounts from stored facts alone: the same facts make the same statement, to the last digit. */
export function makeStatement(facts: StatementFacts): Statement {
  const { period } = facts;
  const price = (token: StatementToken) => facts.prices.find(({ name }) => name === facts.priceOf[token.name]);
  const rewards = facts.sources.map((source) => {
    const account = rewardAccount(source, period, facts.timeZone, price(source.token));
    // Whom a source that is behind has not paid, nobody knows yet.
    return facts.behind?.includes(source.source) ? { ...account, nodesSilent: [] } : account;
  });
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
