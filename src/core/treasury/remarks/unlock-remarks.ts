import { formatAmount } from "../../amount.ts";
import { DAY, YEAR } from "../../seconds.ts";
import { formatMoment } from "../format-time.ts";
import { formatUsd, valueUsd } from "../money.ts";
import type { StatementFacts } from "../statement/statement-facts.ts";

/** A report of less time is read too often for what is weeks away; in seconds. */
const LONG = 27 * DAY;

/** Further ahead nobody plans, and what a contract says of it may be no time at all; in seconds. */
const FURTHEST = YEAR;

/** What a month's statement has to say of what unlocks next after its end; nothing in shorter ones. */
export function unlockRemarks({ positions, prices, priceOf, period, timeZone }: StatementFacts): string[] {
  if (period.to - period.from < LONG) return [];
  const ahead = positions.flatMap(({ label, token, readings }) =>
    (readings.findLast(({ at }) => at <= period.to)?.unlocks ?? [])
      .filter(({ at, amount }) => at >= period.to && at <= period.to + FURTHEST && amount > 0n)
      .map((unlock) => ({ ...unlock, label, token })),
  );
  const first = Math.min(...ahead.map(({ at }) => at));
  return ahead
    .filter(({ at }) => at === first)
    .map(({ label, token, amount, at }) => {
      const usd = valueUsd(
        amount,
        token,
        prices.find(({ name }) => name === priceOf[token.name]),
      );
      const worth = usd === undefined ? "" : ` (${formatUsd(usd)})`;
      const units = formatAmount(amount, token.decimals, { digits: 2 });
      return `Next to unlock: ${units} ${token.symbol}${worth} of ${label}, on ${formatMoment(at, timeZone)}.`;
    });
}
