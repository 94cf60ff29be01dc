import { formatShare } from "../../../core/amount.ts";
import { formatFraction } from "../../../core/decimal.ts";
import { plain } from "../../../core/sanitize.ts";
import { shortDuration } from "../../../core/treasury/format-time.ts";
import { formatUsd, valueUsd } from "../../../core/treasury/money.ts";
import { toMillionths } from "../../../core/treasury/returns/per-year.ts";
import type { PoolAccount } from "../../../core/treasury/returns/pool-account.ts";
import type { Inflation, RealIncome } from "../../../core/treasury/returns/real.ts";
import type { Return } from "../../../core/treasury/returns/return-over.ts";
import type { StatementPrice, StatementToken, Usd } from "../../../core/treasury/statement.ts";
import { formatIncome, formatRate } from "../../../reports/format-figure.ts";
import { tokenAmount } from "../token-amount.ts";

/** `1,200 tUSD ($1,199.52)`; without a price the amount alone. */
export function amountWithUsd(
  amount: bigint | undefined,
  { token, price }: { token: StatementToken; price: StatementPrice | undefined },
): string {
  if (amount === undefined) return "unknown";
  const usd = valueUsd(amount, token, price);
  return `${tokenAmount(amount, token)}${usd === undefined || amount === 0n ? "" : ` (${formatUsd(usd)})`}`;
}

/** A sum in USD; where it is unknown, what is known of it. */
export function sumWords(sum: Usd, known: bigint, format: (usd: bigint) => string): string {
  if (sum !== undefined) return format(sum);
  return known === 0n ? "unknown" : `unknown, of which known ${format(known)}`;
}

/** A rate at a scale of 1e27 with its sign: `+4.21 %`, `−1 %`; below one per cent with four decimals, toward zero. */
function signedRate(rate: bigint): string {
  const millionths = toMillionths(rate);
  const isSmall = millionths < 10_000n && millionths > -10_000n;
  return `${millionths > 0n ? "+" : ""}${isSmall ? formatShare(millionths) : formatRate(millionths)}`;
}

/** A smaller difference than this between two returns, in millionths, is not worth a word: 5 basis points. */
const LEAST_GAP = 500n;

/** A return in one line: `return in USD +4.2 % · weighted by money +3.8 %: flows were badly timed by −0.4 pp · after inflation +2.1 %`. */
export function returnWords(returned: Return | undefined): string {
  if (returned === undefined) return "return in USD unknown";
  const { timeWeighted, yearly, moneyWeighted, isExact, real } = returned;
  const parts = [
    `return in USD ${isExact ? "" : "about "}${signedRate(timeWeighted)}`,
    ...(yearly === undefined ? [] : [`${signedRate(yearly)} a year`]),
    ...(moneyWeighted === undefined || signedRate(moneyWeighted) === signedRate(timeWeighted)
      ? []
      : [`weighted by money ${signedRate(moneyWeighted)}${timingWords(moneyWeighted, timeWeighted)}`]),
    ...(real === undefined ? [] : [`after inflation ${signedRate(real.afterwards)}${inflationGaps(real)}`]),
  ];
  return parts.join(" · ");
}

/** What the money that came and went made of the return, by when it did. */
function timingWords(moneyWeighted: bigint, timeWeighted: bigint): string {
  const gap = toMillionths(moneyWeighted - timeWeighted);
  if (gap <= LEAST_GAP && gap >= -LEAST_GAP) return "";
  const points = `${gap > 0n ? "+" : ""}${formatFraction(gap - (gap % 100n), 10_000n, 4)} pp`;
  return `: flows were ${gap > 0n ? "well" : "badly"} timed by ${points}`;
}

/** What a pool made of what was put in, against holding it: `−$410.00 (−4.1 %), fees +$608.00, net +$198.00`. */
export function poolWords({ heldUsd, lossUsd, feesUsd, netUsd, isExact }: PoolAccount): string {
  const share =
    lossUsd === undefined || heldUsd === undefined || heldUsd <= 0n || lossUsd === 0n
      ? ""
      : ` (${formatRate((lossUsd * 1_000_000n) / heldUsd)})`;
  const about = isExact || lossUsd === undefined ? "" : "about ";
  return `${about}${formatIncome(lossUsd)}${share}, fees ${formatIncome(feesUsd)}, net ${formatIncome(netUsd)}`;
}

/** What inflation left of an income: `Income after inflation +$43,901 in money of 2025-09, by US CPI-U (extrapolated from 2026-09)`. */
export function realWords(real: RealIncome): string {
  const { usd, base, name } = real;
  return `Income after inflation ${formatIncome(usd)} in money of ${base}, by ${plain(name, 40)}${inflationGaps(real)}`;
}

/** What is not known of an inflation: months never published, and how far the series reaches. Nothing where all of it is known. */
function inflationGaps({ bridged, extrapolatedFrom }: Omit<Inflation, "rate">): string {
  const gaps = [
    ...(bridged.length > 0 ? [`${bridged.join(", ")} not published, bridged`] : []),
    ...(extrapolatedFrom === undefined ? [] : [`extrapolated from ${extrapolatedFrom}`]),
  ];
  return gaps.length > 0 ? ` (${gaps.join("; ")})` : "";
}

/** What speaks against a price, with its name: `helio-usd 10 d old, not used`, `helio-usd 3.5 % apart from helio-pool`. */
export function doubtWords(price: StatementPrice, now: number): string {
  return `${plain(price.name, 32)} ${againstWords(price, now)}`;
}

/** What speaks against a price; empty where nothing does. */
export function againstWords({ updatedAt, stale, silent, apart }: StatementPrice, now: number): string {
  const words = [
    ...(stale ? [`${shortDuration(Math.max(now - updatedAt, 0))} old${silent ? ", not used" : ""}`] : []),
    ...(apart === undefined ? [] : [apartWords(apart)]),
  ];
  return words.join(", ");
}

function apartWords({ from, by }: NonNullable<StatementPrice["apart"]>): string {
  const other = plain(from, 32);
  return by === undefined ? `not held against ${other}, which is not fresh` : `${formatRate(by)} apart from ${other}`;
}

/** The prices that something speaks against, in one small line; none where there are none. */
export function doubtLine(doubted: readonly StatementPrice[], now: number): string[] {
  if (doubted.length === 0) return [];
  return [
    `-# Prices in doubt: ${doubted
      .slice(0, 6)
      .map((price) => doubtWords(price, now))
      .join("; ")}`,
  ];
}

/** The lines that fit into so many characters, and how many do not. */
export function fitting(lines: readonly string[], room: number): { shown: readonly string[]; left: number } {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > room;
  });
  const shown = end === -1 ? lines : lines.slice(0, end);
  return { shown, left: lines.length - shown.length };
}

/** A name from the config, as a card shows it. */
export function named(text: string): string {
  return plain(text, 40);
}
