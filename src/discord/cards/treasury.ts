import type { TreasuryView } from "../../actions/books/describe-treasury.ts";
import { counted } from "../../core/counted.ts";
import { code, plain } from "../../core/sanitize.ts";
import { formatDuration } from "../../core/treasury/format-time.ts";
import { formatUsd } from "../../core/treasury/money.ts";
import type { PositionAccount } from "../../core/treasury/statement.ts";
import { formatIncome, formatRate } from "../../reports/format-figure.ts";
import type { Reply } from "../command.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { tokenAmount } from "./token-amount.ts";
import { returnWords } from "./treasury-words.ts";

/** Positions, prices and accounts shown of each; what lies beyond is counted. */
const MOST = 12;

/** The treasury now: what each position holds and is worth, what it earned in up to 30 days, how fresh the figures are, and which accounts are the treasury's. */
export function treasuryCard({ statement, returns, readAt, accounts, now }: TreasuryView): Reply {
  const { positions, totals, known, blocks, prices, unknowns } = statement;
  if (positions.length === 0) {
    return say(
      "quiet",
      "No treasury positions are watched.",
      "-# Whoever runs Steward names them under `positions` in the config.",
    );
  }
  const worth =
    totals.treasuryUsd === undefined
      ? `unknown${known.treasuryUsd === 0n ? "" : `, of which known ${formatUsd(known.treasuryUsd)}`}`
      : formatUsd(totals.treasuryUsd);
  const stale = prices.map(
    ({ name, updatedAt, stale: isStale, silent }) =>
      `${plain(name, 32)} ${formatDuration(Math.max(now - updatedAt, 0))} old${silent ? " (not used)" : isStale ? " (stale)" : ""}`,
  );
  return say(
    unknowns.length === 0 ? "good" : "waiting",
    `### Treasury · ${worth}`,
    ...positions
      .slice(0, MOST)
      .map((position) => line(position, readAt[position.position], formatDuration(statement.to - statement.from))),
    positions.length > MOST ? `…and ${counted(positions.length - MOST, "more position")}` : undefined,
    returns
      ? `**All together** · ${formatDuration(statement.to - statement.from)}: ${returnWords(returns)}`
      : undefined,
    ...unknowns.slice(0, 5).map((sentence) => `- ${plain(sentence, 240)}`),
    blocks.length > 0
      ? `-# Final state at ${blocks.map(({ name, block, timestamp }) => `${plain(name, 40)} block ${block}, ${when(timestamp, "R")}`).join(" · ")}`
      : undefined,
    stale.length > 0 ? `-# Prices: ${stale.slice(0, MOST).join(" · ")}` : undefined,
    ...accounts
      .slice(0, MOST)
      .map(({ label, address, chainName }) => `-# ${plain(label, 40)} ${code(address)} on ${plain(chainName, 40)}`),
    accounts.length > MOST ? `-# …and ${counted(accounts.length - MOST, "more account")}` : undefined,
    `-# Rates are realised over ${formatDuration(statement.to - statement.from)}, simple, per year.`,
  );
}

function line(
  { label, closing, closingUsd, income, incomeUsd, token, apr }: PositionAccount,
  readAt: number | undefined,
  span: string,
): string {
  if (closing === undefined)
    return `**${plain(label, 40)}** · ${readAt === undefined ? "not read yet" : `last read ${when(readAt, "R")}`}`;
  const earned =
    income === undefined
      ? `income of ${span} unknown`
      : income === 0n
        ? undefined
        : `${span}: ${incomeUsd === undefined ? tokenAmount(income, token) : formatIncome(incomeUsd)}`;
  const rate = apr === undefined || apr === 0n ? undefined : `${formatRate(apr)} a year`;
  const parts = [
    formatUsd(closingUsd) === "unknown" ? "value unknown" : formatUsd(closingUsd),
    tokenAmount(closing, token),
    earned,
    rate,
  ];
  return `**${plain(label, 40)}** · ${parts.filter((part) => part !== undefined).join(" · ")}`;
}
