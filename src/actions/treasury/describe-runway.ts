import { findFirstFlowAt, listFlowsFrom } from "../../../db/flows.ts";
import { findFirstReadAt } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { MONTH } from "../../core/seconds.ts";
import { sumKnownUsd, valueUsd } from "../../core/treasury/money.ts";
import type { Period } from "../../core/treasury/periods.ts";
import { type Burn, burnOf, MOST_SECONDS } from "../../core/treasury/risk/burn.ts";
import type { ValuedFlow } from "../../core/treasury/risk/outflows.ts";
import { type Runway, runway } from "../../core/treasury/risk/runway.ts";
import { findYieldSource } from "../../sources/yields/index.ts";
import { openPriceBook } from "../books/price-book.ts";
import { tokenOf } from "../token-of.ts";
import type { PegView } from "./describe-pegs.ts";
import type { HeldLeg } from "./list-held-legs.ts";

/** How long the treasury lasts and at what, or why that is not known. */
export type RunwayView =
  | { state: "known"; runway: Runway; burn: Burn; isPartial: boolean }
  | { state: "nothing-spent"; seconds: number }
  | { state: "unpriced" | "too-short" | "no-balances" };

/**
 * At what the last six months took, or as many as plain balances have been watched for, one at least. What is locked cannot be spent; what
 * has no price is not counted, which `isPartial` says. A token whose peg is off, or of which nobody knows it, is not stable.
 */
export function describeRunway(
  app: App,
  { legs, pegs }: { legs: readonly HeldLeg[]; pegs: readonly PegView[] },
  now: number,
): RunwayView {
  // Flows are booked before a position is read: one that was never read may be another token's, at other decimals.
  const positions = Object.keys(app.config.positions).filter((name) => findFirstReadAt(app.db, name) !== undefined);
  const balances = positions.filter((name) => isBalance(app, name));
  if (balances.length === 0) return { state: "no-balances" };
  const seconds = Math.min(MOST_SECONDS, now - (watchedSince(app, balances) ?? now));
  if (seconds < MONTH) return { state: "too-short" };
  const burn = burnOf(flowsFrom(app, positions, { from: now - seconds, to: now }), now, seconds);
  if (burn === undefined) return { state: "unpriced" };
  const lasts = runway(spendable(legs, pegs), burn.perMonth);
  if (lasts === undefined) return { state: "nothing-spent", seconds };
  return { state: "known", runway: lasts, burn, isPartial: legs.some(({ usd }) => usd === undefined) };
}

function isBalance({ config }: App, name: string): boolean {
  return findYieldSource(config, name).kind === "balance";
}

/** Flows are read from a position's first block on, before anybody read what it holds. */
function watchedSince(app: App, balances: readonly string[]): number | undefined {
  const firsts = balances
    .flatMap((name) => [findFirstFlowAt(app.db, name), findFirstReadAt(app.db, name)])
    .filter((at) => at !== undefined);
  return firsts.length === 0 ? undefined : Math.min(...firsts);
}

function flowsFrom(app: App, positions: readonly string[], { from, to: now }: Period): ValuedFlow[] {
  const price = openPriceBook(app, { from, to: now });
  return positions.flatMap((name) => {
    const isOfBalance = isBalance(app, name);
    return listFlowsFrom(app.db, name, from).map(({ chain, transaction, at, direction, amount, token }) => {
      const value = (when: number) => valueUsd(amount, tokenOf(app, token), price(token, when));
      return {
        ...{ transaction: `${chain}:${transaction}`, at, direction, isBalance: isOfBalance },
        ...{ usdThen: value(at), usdToday: value(now) },
      };
    });
  });
}

function spendable(legs: readonly HeldLeg[], pegs: readonly PegView[]) {
  const sum = (wanted: (leg: HeldLeg) => boolean) => sumKnownUsd(legs.filter(wanted).map(({ usd }) => usd));
  const isFree = ({ kind }: HeldLeg) => kind !== "debt" && kind !== "locked";
  const isStable = ({ pegged }: HeldLeg) => pegs.some(({ token, isSteady }) => token === pegged && isSteady);
  return {
    stable: sum((one) => isFree(one) && isStable(one)),
    other: sum((one) => isFree(one) && !isStable(one)),
    owed: -sum(({ kind }) => kind === "debt"),
  };
}
