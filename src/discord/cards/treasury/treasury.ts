import type { TreasuryView } from "../../../actions/treasury/describe-treasury.ts";
import { counted } from "../../../core/counted.ts";
import { code, plain } from "../../../core/sanitize.ts";
import { shortDuration } from "../../../core/treasury/format-time.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import { largestPositions, type PositionSum } from "../../../core/treasury/statement/sum-positions.ts";
import type { PositionAccount } from "../../../core/treasury/statement.ts";
import { formatRate } from "../../../reports/format-figure.ts";
import type { Reply } from "../../command.ts";
import { say } from "../../reply.ts";
import { when } from "../../timestamp.ts";
import { earnedWords } from "../report/words.ts";
import { tokenAmount } from "../token-amount.ts";
import { returnWords, sumWords } from "./words.ts";

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
  const sums = largestPositions(positions);
  const worth = sumWords(totals.treasuryUsd, known.treasuryUsd, formatUsd);
  const stale = prices.map(
    ({ name, updatedAt, stale: isStale, silent }) =>
      `${plain(name, 32)} ${shortDuration(Math.max(now - updatedAt, 0))} old${silent ? " (not used)" : isStale ? " (stale)" : ""}`,
  );
  return say(
    unknowns.length === 0 ? "good" : "waiting",
    `### Treasury · ${worth}`,
    ...sums
      .slice(0, MOST)
      .map((position) => line(position, readAt[position.position], shortDuration(statement.to - statement.from))),
    sums.length > MOST ? `…and ${counted(sums.length - MOST, "more position")}` : undefined,
    returns ? `**All together** · ${shortDuration(statement.to - statement.from)}: ${returnWords(returns)}` : undefined,
    ...unknowns.slice(0, 5).map((sentence) => `- ${plain(sentence, 240)}`),
    blocks.length > 0
      ? `-# Final state at ${blocks.map(({ name, block, timestamp }) => `${plain(name, 40)} block ${block}, ${when(timestamp, "R")}`).join(" · ")}`
      : undefined,
    stale.length > 0 ? `-# Prices: ${stale.slice(0, MOST).join(" · ")}` : undefined,
    ...accounts
      .slice(0, MOST)
      .map(({ label, address, chainName }) => `-# ${plain(label, 40)} ${code(address)} on ${plain(chainName, 40)}`),
    accounts.length > MOST ? `-# …and ${counted(accounts.length - MOST, "more account")}` : undefined,
    `-# Rates are realised over ${shortDuration(statement.to - statement.from)}, simple, per year.`,
  );
}

function line(
  { label, legs, closingUsd, incomeUsd, apr }: PositionSum,
  readAt: number | undefined,
  span: string,
): string {
  if (legs.some(({ closing }) => closing === undefined))
    return `**${plain(label, 40)}** · ${readAt === undefined ? "not read yet" : `last read ${when(readAt, "R")}`}`;
  const earned = earnedWords(legs, incomeUsd);
  const parts = [
    closingUsd === undefined ? "value unknown" : formatUsd(closingUsd),
    holds(legs),
    earned === undefined ? undefined : `${span}: ${earned}`,
    apr === undefined || apr === 0n ? undefined : `${formatRate(apr)} a year`,
  ];
  return `**${plain(label, 40)}** · ${parts.filter((part) => part !== undefined).join(" · ")}`;
}

/** The amounts of all legs that hold something, by token: what is owed is taken off what is held of it. */
function holds(legs: readonly PositionAccount[]): string {
  const amounts = [...Map.groupBy(legs, ({ token }) => token.name).values()].flatMap((same) => {
    const sum = same.reduce((all, { closing = 0n }) => all + closing, 0n);
    return sum === 0n && legs.length > 1 ? [] : same.slice(0, 1).map(({ token }) => tokenAmount(sum, token));
  });
  return amounts.join(" + ");
}
