import type { UnlocksView } from "../../../../actions/treasury/describe-unlocks.ts";
import { counted } from "../../../../core/counted.ts";
import { formatMonth } from "../../../../core/treasury/format-time.ts";
import { formatUsd, sumKnownUsd } from "../../../../core/treasury/money.ts";
import type { Undated, UnlockSpan } from "../../../../core/treasury/risk/unlocks.ts";
import { when } from "../../../timestamp.ts";
import { tokenAmount } from "../../token-amount.ts";
import { named } from "../words.ts";

/** Months named, and tokens in one line. */
const MOST = 6;
const MOST_TOKENS = 3;

/** What unlocks when, the next first; then what is locked without a day. Nothing where nothing is locked. */
export function unlockLines({ calendar, undated, rewards }: UnlocksView, timeZone: string): string[] {
  const shown = calendar.slice(0, MOST);
  const rest = calendar.slice(MOST).flatMap(({ unlocks }) => unlocks);
  const lines = [
    ...shown.map((span) => `- ${spanWords(span, timeZone)}: ${amounts(span.unlocks)}`),
    ...(rest.length > 0 ? [`- after that: ${amounts(rest)}`] : []),
    ...(undated.length > 0 ? [`- no date known: ${amounts(undated)}`] : []),
    ...(rewards.length > 0 ? [`- paid to nodes locked, no date known: ${amounts(rewards)}`] : []),
  ];
  return lines.length > 0 ? ["**Unlocks**", ...lines] : [];
}

function spanWords({ kind, unlocks }: UnlockSpan, timeZone: string): string {
  const [first] = unlocks;
  if (first === undefined) return "";
  const { at, label } = first;
  const of = unlocks.length === 1 ? named(label) : counted(unlocks.length, "unlock");
  const next = unlocks.length === 1 ? when(at, "R") : `the first ${when(at, "R")}`;
  switch (kind) {
    case "due":
      return `**unlocked already**, ${of}`;
    case "soon":
      return `**within 48 h**, ${of} ${next}`;
    case "week":
      return `within a week, ${of} ${next}`;
    case "month":
      return `${formatMonth(at, timeZone)}, ${of}`;
    case "later":
      return `in more than a year, ${of}`;
  }
}

/** The sum of each token, and of those with a price in USD. */
function amounts(parts: readonly Undated[]): string {
  const byToken = [...Map.groupBy(parts, ({ token }) => token.name).values()].flatMap((group) => {
    const [first] = group;
    return first
      ? [
          tokenAmount(
            group.reduce((sum, { amount }) => sum + amount, 0n),
            first.token,
          ),
        ]
      : [];
  });
  const more = byToken.length > MOST_TOKENS ? ` and ${byToken.length - MOST_TOKENS} more` : "";
  const known = parts.filter(({ usd }) => usd !== undefined);
  const worth = known.length === 0 ? "without a price" : formatUsd(sumKnownUsd(parts.map(({ usd }) => usd)));
  const partial = known.length > 0 && known.length < parts.length ? " without what has no price" : "";
  return `${byToken.slice(0, MOST_TOKENS).join(", ")}${more} (${worth}${partial})`;
}
