import { findQuoteAt } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import { type RiskAlert, type RiskTopic, steadyHealth, steadyPeg } from "../../core/treasury/risk/alerts.ts";
import { isMissed } from "../../core/treasury/risk/price-doubt.ts";
import { SOON } from "../../core/treasury/risk/unlocks.ts";
import { findPrice } from "../books/find-price.ts";
import { describeDebts } from "../treasury/describe-debts.ts";
import { describePegs } from "../treasury/describe-pegs.ts";
import { lastReads } from "../treasury/last-reads.ts";
import { type HeldLeg, listHeldLegs } from "../treasury/list-held-legs.ts";

/** What is the matter with the treasury now, of what the config asks for; `last` is what was said to be, so that what wavers is not said again. */
export function findRiskAlerts(
  app: App,
  asked: Readonly<Record<RiskTopic, boolean>>,
  last: readonly RiskAlert[],
): RiskAlert[] {
  const { legs } = listHeldLegs(app, app.now());
  return [
    ...(asked.health ? lowHealths(app, legs, last) : []),
    ...(asked.pegs ? lostPegs(app, legs, last) : []),
    ...(asked.feeds ? lostFeeds(app, legs) : []),
    ...(asked.unlocks ? nearUnlocks(app, legs) : []),
  ];
}

/** Of a debt that nobody can judge now, the band that was said last holds; where there was none, that it is unknown is said, unless its protocol never tells. */
function lowHealths(app: App, legs: readonly HeldLeg[], last: readonly RiskAlert[]): RiskAlert[] {
  return describeDebts(app, legs, app.now()).flatMap(({ position, leg, health }) => {
    const about = `${position}/${leg}`;
    const before = last.find((alert) => alert.topic === "health" && alert.about === about);
    if (health.state === "unknown") {
      const unknown = { topic: "health" as const, about, state: "unknown", figure: health.factor ?? 0n };
      return before ? [before] : health.why === "untold" ? [] : [unknown];
    }
    const state = steadyHealth(before?.state, health.factor);
    return state === "fine" ? [] : [{ topic: "health" as const, about, state, figure: health.factor }];
  });
}

function lostPegs(app: App, legs: readonly HeldLeg[], last: readonly RiskAlert[]): RiskAlert[] {
  return describePegs(app, legs, app.now()).flatMap(({ token, peg, isInDoubt, isApart }) => {
    const before = last.find((alert) => alert.topic === "pegs" && alert.about === token);
    if (peg?.band === undefined || isInDoubt || isApart) return before ? [before] : [];
    const state = steadyPeg(before?.state, peg.band, peg.deviation);
    return state === "held" ? [] : [{ topic: "pegs" as const, about: token, state, figure: peg.deviation }];
  });
}

/** Judged as of the chain's last reading: that a chain is not read is not its feeds' fault. What follows from a lost feed is lost with it, which goes without saying. */
function lostFeeds(app: App, legs: readonly HeldLeg[]): RiskAlert[] {
  const reads = lastReads(app, legs, app.now());
  return Object.entries(app.config.prices).flatMap(([name, price]) => {
    const read = reads.get(price.chain);
    if (read === undefined || !("feed" in price)) return [];
    const quote = findQuoteAt(app.db, name, read.at);
    const isTold = quote !== undefined && !isMissed(quote.at, read.at);
    if (isTold && findPrice(app, name, read.at)?.stale === false) return [];
    return [{ topic: "feeds" as const, about: name, state: "lost", figure: BigInt(quote?.updatedAt ?? 0) }];
  });
}

function nearUnlocks(app: App, legs: readonly HeldLeg[]): RiskAlert[] {
  const now = app.now();
  return legs.flatMap(({ position, leg, token, unlocks }) =>
    unlocks
      .filter(({ at, amount }) => at > now && at <= now + SOON && amount > 0n)
      .map(({ at, amount }) => ({
        ...{ topic: "unlocks" as const, about: `${position}/${leg}/${at}` },
        ...{ state: token.name, figure: amount },
      })),
  );
}
