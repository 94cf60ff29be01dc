import { plain } from "../../../core/sanitize.ts";
import { formatDay } from "../../../core/treasury/format-time.ts";
import type { Holding } from "../../../core/treasury/ledger/waterfall.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import { findStatementToken } from "../../../core/treasury/statement/find-statement-token.ts";
import type { Statement } from "../../../core/treasury/statement.ts";
import { formatIncome } from "../../../reports/format-figure.ts";
import { waterfallSteps } from "../../../reports/waterfall-steps.ts";
import { tokenAmount } from "../token-amount.ts";
import { poolWords } from "../treasury/words.ts";
import { withoutLine } from "./words.ts";

/** How the treasury came from its opening to its closing value, step by step, in one line; nothing where that is not known. */
export function waterfallLines({ waterfall, rewards }: Statement): string[] {
  if (waterfall === undefined) return [];
  const steps = waterfallSteps(waterfall).map(({ name, is, amount }) =>
    is === "value" ? `${name} **${formatUsd(amount)}**` : `${name.toLowerCase()} ${formatIncome(amount)}`,
  );
  return [
    steps.join(" · "),
    ...withoutLine("These steps are", waterfall.leftOut),
    ...(rewards.some(({ total }) => total > 0n)
      ? ["-# What nodes were paid is in this value only as far as the treasury received it."]
      : []),
  ];
}

/** What is held of each token, what it cost and what it is worth. */
export function holdingLines(statement: Statement): string[] {
  return (statement.holdings ?? []).map((holding) => holdingLine(holding, statement));
}

function holdingLine({ token: name, units, cost, worth, unseen }: Holding, statement: Statement): string {
  const token = findStatementToken(statement, name);
  const amount = (value: bigint) =>
    token === undefined ? `${value} of ${plain(name, 24)}` : tokenAmount(value, token);
  const gain = worth === undefined ? "" : `, ${formatIncome(worth - cost)}`;
  // What is owed has its signs turned: it was taken up for so much, and would take so much to pay back.
  if (units < 0n) {
    const now = worth === undefined ? "unknown" : formatUsd(-worth);
    return `- owed ${amount(-units)}, taken up for ${formatUsd(-cost)}, now ${now}${gain}`;
  }
  const origin = unseen === 0n ? "" : ` (${amount(unseen)} of it nobody saw come)`;
  return `- ${amount(units)} cost ${formatUsd(cost)}${origin}, worth ${formatUsd(worth)}${gain}`;
}

/** What each pool came to against holding what was put in, and what its fees made of that. */
export function poolLines({ pools = [], timeZone }: Statement): string[] {
  return pools.map(
    (pool) => `- **${plain(pool.label, 40)}** ${poolWords(pool)}, since ${formatDay(pool.since, timeZone)}`,
  );
}
