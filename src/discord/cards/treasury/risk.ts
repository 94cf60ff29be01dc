import type { RiskView } from "../../../actions/treasury/describe-risk.ts";
import { plain } from "../../../core/sanitize.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import type { Reply } from "../../command.ts";
import { type Accent, container, divider, text } from "../../components.ts";
import { say } from "../../reply.ts";
import { debtAccent, debtLines } from "./risk/debts.ts";
import { divisionLines } from "./risk/divisions.ts";
import { isHeld, pegLines } from "./risk/pegs.ts";
import { runwayLines } from "./risk/runway.ts";
import { unlockLines } from "./risk/unlocks.ts";
import { doubtWords, named } from "./words.ts";

/** Names listed of what is missing. */
const MOST = 8;

/** What the treasury risks, what somebody must look at first: debts, pegs and what nobody can value; then how long it lasts, what unlocks, and how it is divided. */
export function riskCard(view: RiskView): Reply {
  const { gross, owed, locked, pegs, debts } = view;
  if (view.isEmpty && view.unread.length === 0)
    return say("quiet", "Nothing is held in the watched positions.", ...missingLines(view));
  const divisions = divisionLines(view);
  const card = container(
    accentOf(view),
    text(
      `### Risk · ${formatUsd(gross)} held${owed > 0n ? `, ${formatUsd(owed)} owed` : ""}`,
      ...debtLines(debts),
      ...pegLines(pegs),
      ...missingLines(view),
    ),
    divider(),
    text(
      ...runwayLines(view.runway),
      locked > 0n ? `**Locked** ${formatUsd(locked)}, not counted in the runway` : undefined,
      ...unlockLines(view.unlocks, view.timeZone),
    ),
    ...(divisions.length > 0 ? [divider(), text(...divisions)] : []),
  );
  return { components: [card] };
}

function accentOf({ debts, pegs, unpriced, unread, doubted }: RiskView): Accent {
  const owing = debtAccent(debts);
  if (owing === "bad" || pegs.some(({ peg }) => peg?.band === "critical" || peg?.band === "broken")) return "bad";
  const isMissing = unpriced.length > 0 || unread.length > 0 || doubted.length > 0;
  return owing === "waiting" || isMissing || !pegs.every(isHeld) ? "waiting" : "good";
}

function missingLines({ doubted, unpriced, unread, now }: RiskView): string[] {
  const list = (names: readonly string[]) =>
    `${names.slice(0, MOST).join(", ")}${names.length > MOST ? ` and ${names.length - MOST} more` : ""}`;
  const lines: [string, readonly string[]][] = [
    ["Prices in doubt", doubted.map((price) => doubtWords(price, now))],
    ["Held without a usable price", unpriced.map((symbol) => plain(symbol, 16))],
    ["Never read", unread.map(named)],
  ];
  return lines.filter(([, names]) => names.length > 0).map(([word, names]) => `- ${word}: ${list(names)}`);
}
