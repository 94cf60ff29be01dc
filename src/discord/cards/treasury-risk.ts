import type { PegView, RiskView } from "../../actions/books/describe-risk.ts";
import type { RunwayView } from "../../actions/books/describe-runway.ts";
import { counted } from "../../core/counted.ts";
import { plain } from "../../core/sanitize.ts";
import { formatDuration } from "../../core/treasury/format-time.ts";
import { formatUsd } from "../../core/treasury/money.ts";
import type { Concentration } from "../../core/treasury/risk/concentration.ts";
import { formatRate } from "../../reports/format-figure.ts";
import type { Reply } from "../command.ts";
import type { Accent } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { doubtWords, named } from "./treasury-words.ts";

/** Parts named of each division, and names listed of what is missing. */
const MOST = 3;
const MOST_NAMED = 8;

/** What the treasury risks: how it is divided, whether its dollars are dollars, what nobody can value, and how long it lasts. */
export function riskCard(view: RiskView): Reply {
  const { gross, owed, locked, pegs, runway } = view;
  const isEmpty = gross === 0n && owed === 0n && view.unpriced.length === 0;
  if (isEmpty && view.unread.length === 0)
    return say("quiet", "Nothing is held in the watched positions.", ...missingLines(view));
  return say(
    accentOf(view),
    `### Risk · ${formatUsd(gross)} held${owed > 0n ? `, ${formatUsd(owed)} owed` : ""}`,
    ...divided("Assets", view.byAsset, gross),
    ...divided("Protocols", view.byProtocol, gross),
    ...divided("Chains", view.byChain, gross),
    ...pegs.slice(0, MOST_NAMED).map(pegLine),
    pegs.length > MOST_NAMED ? `…and ${counted(pegs.length - MOST_NAMED, "more peg")}` : undefined,
    `**Runway** ${runwayWords(runway)}`,
    locked > 0n ? `**Locked** ${formatUsd(locked)}, not counted in the runway` : undefined,
    ...missingLines(view),
    "-# Concentration is the Herfindahl index of all that is held, debts not taken off, sides of pools by their tokens: below 1,000 spread, above 1,800 concentrated.",
  );
}

function accentOf({ pegs, unpriced, unread, doubted }: RiskView): Accent {
  if (pegs.some(({ peg }) => peg?.band === "critical" || peg?.band === "broken")) return "bad";
  const isOff = pegs.some(({ peg, isStale }) => isStale || peg?.band !== "held");
  return isOff || unpriced.length > 0 || unread.length > 0 || doubted.length > 0 ? "waiting" : "good";
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

const BANDS = {
  held: "holds",
  watch: "is off, watch it",
  warn: "**is off by more than 1 %**",
  critical: "**is off by more than 3 %**",
  broken: "**is broken: off by more than 10 %**",
} as const;

function pegLine({ symbol, peg, isStale }: PegView): string {
  const name = `**${plain(symbol, 16)}** at one dollar: `;
  if (peg === undefined) return `${name}unknown, its price was never read`;
  const off = peg.deviation === 0n ? "exactly" : `${peg.deviation > 0n ? "+" : ""}${formatRate(peg.deviation)}`;
  if (isStale) return `${name}unknown, its price is stale (last ${off})`;
  if (peg.band === undefined) return `${name}${off} now, not seen for long enough to say more`;
  const since = peg.band === "held" ? "" : ` since ${when(peg.since, "R")}`;
  return `${name}${BANDS[peg.band]}${since} (now ${off})`;
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
    case "known":
      return `${tenths(view.runway.months)} months at ${formatUsd(view.perMonth)} a month (average of ${formatDuration(view.seconds)}); ${tenths(view.runway.halved)} if all that is not stable halves${view.isPartial ? "; without what has no price" : ""}`;
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
