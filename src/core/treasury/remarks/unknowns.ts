import { formatAmount } from "../../amount.ts";
import { formatStretch, shortDuration } from "../format-time.ts";
import type { StatementFacts } from "../statement/statement-facts.ts";
import type { PositionAccount, RewardAccount, StatementPrice, StatementToken } from "../statement.ts";
import { debtRemarks } from "./debt-remarks.ts";
import { jumpRemarks } from "./jumps.ts";
import { unlockRemarks } from "./unlock-remarks.ts";
import { sentence, unreadRemarks } from "./unread.ts";

/** What a statement could not read, value or explain, each in one plain sentence. */
export function unknownsOf(
  facts: StatementFacts,
  rewards: readonly RewardAccount[],
  positions: readonly PositionAccount[],
): string[] {
  const tokens = [...rewards.filter(({ total }) => total > 0n), ...positions].map(({ token }) => token);
  return [
    ...debtRemarks(facts),
    ...facts.prices
      .filter(({ name }) => tokens.some((token) => facts.priceOf[token.name] === name))
      .flatMap((price) => [...unanswered(price, facts), ...doubts(price, facts.period.to)]),
    ...jumpRemarks(positions, facts.period),
    ...unreadRemarks(positions, facts.unread),
    ...unpriced(facts, tokens),
    ...oldReadings(facts),
    ...positions.filter(({ unexplained }) => unexplained !== undefined && unexplained !== 0n).map(unexplainedRemark),
    ...rewards
      .filter(
        ({ payments, source }) =>
          // Of one that is not read yet nobody knows.
          payments === 0 &&
          !facts.behind?.includes(source) &&
          facts.sources.some((s) => s.source === source && s.nodes.length > 0),
      )
      .map(({ label }) => `${label} paid nothing in this period.`),
    ...facts.notes,
    ...unlockRemarks(facts),
    ...(facts.gap ? [`No report was made for ${formatStretch(facts.gap, facts.timeZone)}.`] : []),
  ];
}

/** What speaks against a price that values are computed with, or would be. */
function doubts({ name, updatedAt, stale, silent, apart }: StatementPrice, to: number): string[] {
  const age = `it was last updated ${shortDuration(to - updatedAt)} before the end of the period`;
  const old = silent
    ? [`The price ${name} is silent: ${age}. Nothing is valued with it.`]
    : stale
      ? [`The price ${name} is stale: ${age}. Values are computed with it all the same.`]
      : [];
  if (apart === undefined) return old;
  const { from, by } = apart;
  return [
    ...old,
    by === undefined
      ? `The price ${name} could not be held against ${from}, which has no fresh value.`
      : `The price ${name} is ${by / 10_000n}.${(by % 10_000n) / 1_000n} % apart from ${from}: one of them may be wrong.`,
  ];
}

/** Why a feed gave no answer at the end of the period, which is then valued with what it said before. */
function unanswered({ name }: StatementPrice, { unread }: StatementFacts): string[] {
  const reason = unread?.get(name);
  return reason === undefined
    ? []
    : [`The price ${name} could not be read at the end of the period: ${sentence(reason)}`];
}

function unexplainedRemark({ label, unexplained = 0n, token }: PositionAccount): string {
  const [much, word] = unexplained < 0n ? [-unexplained, "less"] : [unexplained, "more"];
  const amount = `${formatAmount(much, token.decimals)} ${token.symbol}`;
  return `${label}: ${amount} ${word} is there than its logs explain; that is kept out of its income.`;
}

function unpriced(facts: StatementFacts, tokens: readonly StatementToken[]): string[] {
  const symbols = tokens
    .filter((token) => !facts.prices.some(({ name }) => name === facts.priceOf[token.name]))
    .map(({ symbol }) => symbol);
  return [...new Set(symbols)].map((symbol) => `There is no price for ${symbol}: its value in USD is unknown.`);
}

/** A reading older than the chain's last block before the end of the period may lack the last of the income. */
function oldReadings({ positions, readAt, newest, period, complete }: StatementFacts): string[] {
  if (!complete) return [];
  const chains = [...new Set(positions.map(({ chain }) => chain))];
  return chains.flatMap((chain) => {
    const last = readAt.findLast((block) => block.chain === chain && block.timestamp <= period.to);
    if (!last || last.timestamp < period.from) return [];
    const end = newest.find((block) => block.chain === chain);
    const late = period.to - last.timestamp;
    // Where the chain could not be asked, a tenth of the period is taken for late.
    const isLate = end ? end.block > last.block : late * 10 > period.to - period.from;
    return isLate
      ? [`Positions on ${last.name} were last read ${shortDuration(late)} before the end of the period.`]
      : [];
  });
}
