import { type HealthBand, healthBandOf } from "./health.ts";
import { type PegBand, pegBandOf } from "./peg.ts";

/** What can be said unasked of the treasury, as the config names it. */
const riskTopics = ["health", "pegs", "feeds", "unlocks"] as const;

/** One of these. */
export type RiskTopic = (typeof riskTopics)[number];

/**
 * Something that somebody should look at now, in words that fit a message's references. `about` names it, so that of each there is one at a time; `state` says how
 * bad it is; `figure` is what it was found by: a factor of 1e18, millionths off a dollar, Unix seconds, an amount.
 */
export type RiskAlert = { topic: RiskTopic; about: string; state: string; figure: bigint };

/** What is new against what was said last: begun, or another state of it; and what is over. */
export type RiskChanges = { began: readonly RiskAlert[]; ended: readonly RiskAlert[] };

/** Compares what is the matter now with what was said last. That something has unlocked or is no longer locked is no news. */
export function changesOf(before: readonly RiskAlert[], now: readonly RiskAlert[]): RiskChanges {
  const same = (one: RiskAlert) => (other: RiskAlert) => one.topic === other.topic && one.about === other.about;
  return {
    began: now.filter((alert) => before.find(same(alert))?.state !== alert.state),
    ended: before.filter((alert) => alert.topic !== "unlocks" && !now.some(same(alert))),
  };
}

const HEALTH_ORDER: readonly HealthBand[] = ["fine", "warn", "critical", "urgent"];
const PEG_ORDER: readonly PegBand[] = ["held", "watch", "warn", "critical", "broken"];

/** A debt's band after the one that was said last: a better one only when the factor is clear of the edge by a fiftieth. */
export function steadyHealth(last: string | undefined, factor: bigint): HealthBand {
  return steady(HEALTH_ORDER, last, healthBandOf(factor), healthBandOf((factor * 50n) / 51n));
}

/** A peg's band after the one that was said last: a better one only when the newest deviation is clear of the edge by a fifth. */
export function steadyPeg(last: string | undefined, band: PegBand, deviation: bigint): PegBand {
  return steady(PEG_ORDER, last, band, pegBandOf((deviation * 5n) / 4n));
}

/** What wavers about the edge of two bands is not said again and again. */
function steady<Band extends string>(order: readonly Band[], last: string | undefined, now: Band, careful: Band): Band {
  const known = order.find((band) => band === last);
  if (known === undefined) return now;
  const rank = (band: Band) => order.indexOf(band);
  return rank(now) < rank(known) && rank(careful) >= rank(known) ? known : now;
}

/** Alerts as a message's references hold them. */
export function toRefs(alerts: readonly RiskAlert[]): Record<string, string> {
  return Object.fromEntries(
    alerts.map(({ topic, about, state, figure }) => [`${topic} ${about}`, `${state} ${figure}`]),
  );
}

/** Reads them back; what is not an alert is left out. */
export function fromRefs(refs: Readonly<Record<string, string | number>>): RiskAlert[] {
  return Object.entries(refs).flatMap(([key, value]) => {
    const [, topic, about] = /^(\w+) (.+)$/.exec(key) ?? [];
    const [, state, figure] = /^(.+) (-?\d+)$/.exec(String(value)) ?? [];
    const known = riskTopics.find((one) => one === topic);
    if (known === undefined || about === undefined || state === undefined || figure === undefined) return [];
    return [{ topic: known, about, state, figure: BigInt(figure) }];
  });
}
