import type { DebtView } from "../../../../actions/treasury/describe-debts.ts";
import { counted } from "../../../../core/counted.ts";
import { formatUsd } from "../../../../core/treasury/money.ts";
import { formatFactor, type Health, healthBandOf } from "../../../../core/treasury/risk/health.ts";
import { formatRate } from "../../../../reports/format-figure.ts";
import type { Accent } from "../../../components.ts";
import { when } from "../../../timestamp.ts";
import { tokenAmount } from "../../token-amount.ts";
import { named } from "../words.ts";

/** Debts named; the nearest to liquidation come first. */
const MOST = 5;

/** A line for each debt: how far it is from being liquidated, or why that is not known. */
export function debtLines(debts: readonly DebtView[]): string[] {
  const more = debts.length - MOST;
  return [
    ...debts.slice(0, MOST).map(debtLine),
    ...(more > 0 ? [`…and ${counted(more, "more debt")}, none of them nearer to it`] : []),
  ];
}

/** How worried to look. What is unknown is never good, and a last figure that was bad stays bad. */
export function debtAccent(debts: readonly DebtView[]): Accent {
  const bands = debts.map(({ health }) => (health.factor === undefined ? "warn" : healthBandOf(health.factor)));
  if (bands.some((band) => band === "urgent" || band === "critical")) return "bad";
  return bands.includes("warn") || debts.some(({ health }) => health.state === "unknown") ? "waiting" : "good";
}

function debtLine({ label, owed, token, usd, readAt, health }: DebtView): string {
  const worth = usd === undefined ? "" : ` (${formatUsd(usd)})`;
  return `**${named(label)}** ${healthWords(health)}\n-# ${tokenAmount(owed, token)}${worth} owed; read ${when(readAt, "R")}`;
}

const BANDS = {
  fine: "fine",
  warn: "**low**",
  critical: "**critical**",
  urgent: "**about to be liquidated**",
} as const;

function healthWords(health: Health): string {
  if (health.state === "unknown") {
    const last = health.factor === undefined ? "" : `; last read as ${formatFactor(health.factor)}`;
    return `health **unknown**: ${REASONS[health.why]}${last}`;
  }
  const { factor, band, distance } = health;
  const room = distance > 0n ? `liquidated if its collateral falls ${formatRate(distance)}` : "can be liquidated now";
  return `health ${formatFactor(factor)}, ${BANDS[band]}: ${room}`;
}

const REASONS = {
  untold: "its protocol does not say it",
  old: "it could not be read lately",
  price: "a price it may follow from is not fresh",
} as const;
