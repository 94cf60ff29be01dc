import type { RiskView } from "../../actions/books/describe-risk.ts";
import type { RunwayView } from "../../actions/books/describe-runway.ts";
import { plain } from "../../core/sanitize.ts";
import { formatDuration } from "../../core/treasury/format-time.ts";
import { formatUsd } from "../../core/treasury/money.ts";
import type { Concentration } from "../../core/treasury/risk/concentration.ts";
import { MONTH } from "../../core/treasury/risk/runway.ts";
import { formatRate } from "../../reports/format-figure.ts";
import type { Reply } from "../command.ts";
import type { Accent } from "../components.ts";
import { say } from "../reply.ts";
import { debtAccent, debtLines } from "./risk/debts.ts";
import { isHeld, pegLines } from "./risk/pegs.ts";
import { unlockLines } from "./risk/unlocks.ts";
import { doubtWords, named } from "./treasury-words.ts";

/** Parts named of each division, and names listed of what is missing. */
const MOST = 3;
const MOST_NAMED = 8;

/** What the treasury risks, what somebody must look at first: debts, pegs and what nobody can value; then how long it lasts, what unlocks, and how it is divided. */
export function riskCard(view: RiskView): Reply {
  const { gross, owed, locked, pegs, runway, debts } = view;
  if (view.isEmpty && view.unread.length === 0)
    return say("quiet", "Nothing is held in the watched positions.", ...missingLines(view));
  return say(
    accentOf(view),
    `### Risk · ${formatUsd(gross)} held${owed > 0n ? `, ${formatUsd(owed)} owed` : ""}`,
    ...debtLines(debts),
    ...pegLines(pegs),
    ...missingLines(view),
    `**Runway** ${runwayWords(runway)}`,
    locked > 0n ? `**Locked** ${formatUsd(locked)}, not counted in the runway` : undefined,
    ...unlockLines(view.unlocks, view.timeZone),
    ...divided("Assets", view.byAsset, gross),
    ...divided("Protocols", view.byProtocol, gross),
    ...divided("Issuers", view.byIssuer, gross),
    ...divided("Chains", view.byChain, gross),
    "-# Runway: what left plain balances and did not come back in the same transaction was spent, also where it went to a place that is not watched.",
    "-# Concentration is the Herfindahl index of all that is held, debts not taken off, sides of pools by their tokens: below 1,000 spread, above 1,800 concentrated.",
  );
}

function accentOf({ debts, pegs, unpriced, unread, doubted }: RiskView): Accent {
  const owing = debtAccent(debts);
  if (owing === "bad" || pegs.some(({ peg }) => peg?.band === "critical" || peg?.band === "broken")) return "bad";
  const isMissing = unpriced.length > 0 || unread.length > 0 || doubted.length > 0;
  return owing === "waiting" || isMissing || !pegs.every(isHeld) ? "waiting" : "good";
}

function divided(word: string, found: Concentration | undefined, gross: bigint): string[] {
  if (found === undefined) return [];
  const { hhi, effective, band, parts } = found;
  const inParts = parts.reduce((sum, { usd }) => sum + usd, 0n);
  const shown = parts.slice(0, MOST).map(({ name, usd }) => `${named(name)} ${shareOf(usd, gross)}`);
  const more = parts.length > MOST ? [`${parts.length - MOST} more`] : [];
  const none = inParts < gross ? [`in none ${shareOf(gross - inParts, gross)}`] : [];
  const words =
    band === "concentrated" ? "**concentrated**" : band === "moderate" ? "moderately concentrated" : "spread";
  return [
    `**${word}** ${[...shown, ...more, ...none].join(", ")}\n-# ${words}: ${hhi} of 10,000, as ${tenths(effective)} equal parts`,
  ];
}

function shareOf(usd: bigint, gross: bigint): string {
  return `${formatRate((usd * 1_000_000n) / gross)}`;
}

function runwayWords(view: RunwayView): string {
  switch (view.state) {
    case "no-balances":
      return "is not known: no plain balance is watched, so nothing says what is spent.";
    case "too-short":
      return "is not known yet: plain balances have been watched for less than 30 days.";
    case "unpriced":
      return "is not known: something was paid in a token without a price.";
    case "nothing-spent":
      return `has no end: nothing was spent in ${formatDuration(view.seconds)}.`;
    case "known": {
      const { burn, runway, isPartial } = view;
      const months = burn.seconds / MONTH;
      const basis =
        burn.basis === "average"
          ? `average of ${formatDuration(burn.seconds)}`
          : months === 1
            ? "the last one"
            : `median of ${months} months`;
      return `${tenths(runway.months)} months at ${formatUsd(burn.perMonth)} a month (${basis}); ${tenths(runway.halved)} if all that is not stable halves${isPartial ? "; without what has no price" : ""}`;
    }
  }
}

function tenths(value: bigint): string {
  return `${value / 10n}.${value % 10n}`;
}

function missingLines({ doubted, unpriced, unread, now }: RiskView): string[] {
  const list = (names: readonly string[]) =>
    `${names.slice(0, MOST_NAMED).join(", ")}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ""}`;
  const lines: [string, readonly string[]][] = [
    ["Prices in doubt", doubted.map((price) => doubtWords(price, now))],
    ["Held without a usable price", unpriced.map((symbol) => plain(symbol, 16))],
    ["Never read", unread.map(named)],
  ];
  return lines.filter(([, names]) => names.length > 0).map(([word, names]) => `- ${word}: ${list(names)}`);
}
