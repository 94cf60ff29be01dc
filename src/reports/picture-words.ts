import { counted } from "../core/counted.ts";
import { formatStretch } from "../core/treasury/format-time.ts";
import { formatUsd } from "../core/treasury/money.ts";
import { missedDays } from "../core/treasury/statement/history.ts";
import { largestPositions } from "../core/treasury/statement/sum-positions.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { chartData } from "./chart-data.ts";
import { formatIncome, formatRate, formatTokens } from "./format-figure.ts";
import { stretchWord } from "./stretch-word.ts";

/** What a report's picture shows, in words, for those who do not see it; at most 1,000 characters. */
export function pictureWords(statement: Statement): string {
  const { community, title, totals, rewards, positions, history, marks } = statement;
  const stretch = stretchWord(history.days);
  const missed = history.nodes
    .map((row) => ({ node: row.node, count: missedDays(row) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const worst = missed.slice(0, 3).map(({ node, count }) => `node ${node} on ${counted(count, stretch)}`);
  const sentences = [
    `${community}, ${title}, ${formatStretch(statement, statement.timeZone)}.`,
    `Income ${formatIncome(totals.incomeUsd)}: node rewards ${formatIncome(totals.rewardsUsd)}${paid(rewards)}, treasury yield ${formatIncome(totals.yieldUsd)}. Treasury value ${formatUsd(totals.treasuryUsd)}.`,
    ...largestPositions(positions)
      .slice(0, 4)
      .map(
        ({ label, closingUsd, apr }) =>
          `${label}: ${formatUsd(closingUsd)}${apr === undefined ? "" : `, ${formatRate(apr)} a year`}.`,
      ),
    `Bars show the income of ${counted(history.days.length, stretch)}${chartData(statement).net === undefined ? "" : ", a line the sum of all sources"}.`,
    history.nodesInAll === 0
      ? ""
      : missed.length === 0
        ? `None of ${counted(history.nodesInAll, "node")} missed a payment that others got.`
        : `${history.nodesMissed} of ${history.nodesInAll} nodes missed payments: ${worst.join(", ")}.`,
    ...marks.map(({ label }) => `Marked: ${label}.`),
  ];
  return sentences
    .filter((sentence) => sentence !== "")
    .join(" ")
    .slice(0, 1_000);
}

function paid(rewards: Statement["rewards"]): string {
  const amounts = rewards.filter(({ total }) => total > 0n).map(({ total, token }) => formatTokens(total, token));
  return amounts.length === 0 ? "" : ` (${amounts.join(", ")})`;
}
