import { listFlowsFrom } from "../../../db/books.ts";
import { findFirstFlowAt } from "../../../db/flows.ts";
import { findFirstReadAt } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { valueUsd } from "../../core/treasury/money.ts";
import { spentUsd, type ValuedFlow } from "../../core/treasury/risk/outflows.ts";
import { MONTH, type Runway, runway } from "../../core/treasury/risk/runway.ts";
import { findYieldSource } from "../../sources/yields/index.ts";
import { tokenOf } from "./collect-books.ts";
import type { Holding } from "./list-holdings.ts";
import { openPriceBook } from "./price-book.ts";

/** How long the treasury lasts, or why that is not known. `perMonth` in USD 1e-8, `seconds` what it is the average of. */
export type RunwayView =
  | { state: "known"; runway: Runway; perMonth: bigint; seconds: number; isPartial: boolean }
  | { state: "nothing-spent"; seconds: number }
  | { state: "unpriced" | "too-short" | "no-balances" };

const LOOK_BACK = 3 * MONTH;

/**
 * At the average of the last three months' outflows, or of as much time as plain balances have been watched for, a month at least. What is locked
 * cannot be spent; what has no price is not counted, which `isPartial` says.
 */
export function describeRunway(app: App, holdings: readonly Holding[], now: number): RunwayView {
  const balances = Object.keys(app.config.positions).filter((name) => isBalance(app, name));
  if (balances.length === 0) return { state: "no-balances" };
  const from = Math.max(now - LOOK_BACK, watchedSince(app, balances) ?? now);
  const seconds = now - from;
  if (seconds < MONTH) return { state: "too-short" };
  const spent = spentUsd(flowsFrom(app, from, now));
  if (spent === undefined) return { state: "unpriced" };
  const lasts = runway(spendable(holdings), spent, seconds);
  if (lasts === undefined) return { state: "nothing-spent", seconds };
  const isPartial = holdings.some(({ usd }) => usd === undefined);
  return { state: "known", runway: lasts, perMonth: (spent * BigInt(MONTH)) / BigInt(seconds), seconds, isPartial };
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

function flowsFrom(app: App, from: number, now: number): ValuedFlow[] {
  const price = openPriceBook(app, { from: now, to: now });
  return Object.keys(app.config.positions).flatMap((name) => {
    const isOfBalance = isBalance(app, name);
    return listFlowsFrom(app.db, name, from).map(({ chain, transaction, direction, amount, token }) => ({
      ...{ transaction: `${chain}:${transaction}`, direction, isBalance: isOfBalance },
      usd: valueUsd(amount, tokenOf(app, token), price(token, now)),
    }));
  });
}

function spendable(holdings: readonly Holding[]): { stable: bigint; other: bigint; owed: bigint } {
  const sum = (wanted: (holding: Holding) => boolean) =>
    holdings.filter(wanted).reduce((total, { usd }) => total + (usd ?? 0n), 0n);
  const isFree = ({ kind }: Holding) => kind !== "debt" && kind !== "locked";
  return {
    stable: sum((one) => isFree(one) && one.isStable),
    other: sum((one) => isFree(one) && !one.isStable),
    owed: -sum(({ kind }) => kind === "debt"),
  };
}
