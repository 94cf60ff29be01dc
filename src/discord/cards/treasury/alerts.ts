import type { ToldRisk, TreasuryAlertsView } from "../../../actions/treasury-alerts/describe-treasury-alerts.ts";
import type { OutgoingMessage } from "../../../app.ts";
import { plain } from "../../../core/sanitize.ts";
import { formatFactor } from "../../../core/treasury/risk/health.ts";
import { formatRate } from "../../../reports/format-figure.ts";
import { container, text } from "../../components.ts";
import { markerLine } from "../../marker.ts";
import { outgoing } from "../../message-body.ts";
import { when } from "../../timestamp.ts";
import { tokenAmount } from "../token-amount.ts";
import { named } from "./words.ts";

/** Lines of what began, and of what is over. */
const MOST = 12;

/** What is the matter with the treasury, and what is over. */
export function treasuryAlertsCard({ began, ended }: TreasuryAlertsView, marker: string): OutgoingMessage {
  const isBad = began.some(({ state }) => BAD.includes(state));
  const title =
    began.length > 0 ? "⚠ The treasury needs a look" : "The treasury: nothing of this is the matter any more";
  return outgoing({
    components: [
      container(
        isBad ? "bad" : began.length > 0 ? "waiting" : "good",
        text(
          `### ${title}`,
          ...some(began, beganWords),
          ...(began.length > 0 && ended.length > 0 ? ["**Over**"] : []),
          ...some(ended, endedWords),
          "-# `/treasury risk:True` shows all of it.",
          markerLine(marker),
        ),
      ),
    ],
  });
}

const BAD = ["critical", "urgent", "broken"];

function some(alerts: readonly ToldRisk[], words: (alert: ToldRisk) => string): string[] {
  const more = alerts.length - MOST;
  return [...alerts.slice(0, MOST).map((alert) => `- ${words(alert)}`), ...(more > 0 ? [`-# and ${more} more`] : [])];
}

function beganWords(alert: ToldRisk): string {
  const name = `**${named(alert.label)}**`;
  switch (alert.topic) {
    case "health":
      return `${name}: ${healthWords(alert)}`;
    case "pegs":
      return `${name} at one dollar is off: ${alert.figure > 0n ? "+" : ""}${formatRate(alert.figure)}${alert.state === "broken" ? ", its peg is broken" : ""}`;
    case "feeds":
      return `price ${name} ${alert.figure === 0n ? "was never told" : `is not told any more; it was last updated ${when(Number(alert.figure), "R")}`}`;
    case "unlocks":
      return `${name}: ${alert.token ? tokenAmount(alert.figure, alert.token) : ""} unlock ${when(alert.at, "R")}`;
  }
}

const BANDS: Readonly<Record<string, string>> = {
  warn: "low",
  critical: "**critical**",
  urgent: "**about to be liquidated**",
};

function healthWords({ state, figure }: ToldRisk): string {
  const last = figure === 0n ? "" : `; it was last ${formatFactor(figure)}`;
  if (state === "unknown") return `how safe its debt is, is not known any more${last}`;
  return `the health factor of its debt is ${formatFactor(figure)}, ${BANDS[state] ?? plain(state, 16)}`;
}

function endedWords({ topic, label }: ToldRisk): string {
  const name = named(label);
  switch (topic) {
    case "health":
      return `${name}: its debt is no longer near liquidation, or no longer watched`;
    case "pegs":
      return `${name} is worth a dollar again, or no longer watched`;
    case "feeds":
      return `price ${name} is back, or no longer read`;
    case "unlocks":
      return name;
  }
}
