import { basesOf, type Priced } from "../../config/prices.ts";

/** How far a price is to be believed: a stale one is used and said to be stale, a silent one values nothing. */
export type Freshness = "fresh" | "stale" | "silent";

/** Past so many heartbeats an answer is no price any more. */
export const MOST_HEARTBEATS = 3;

/** Feeds are late by some blocks without being wrong. */
const GRACE = 600;

const ORDER: readonly Freshness[] = ["fresh", "stale", "silent"];

/**
 * How fresh a price is at a Unix second, by when it and the prices it follows from were last updated (`updatedAt` gives that
 * by name; undefined for one never read). One that follows from others is as fresh as the worst of them.
 */
export function freshnessOf(
  config: Priced,
  name: string,
  at: number,
  updatedAt: (name: string) => number | undefined,
): Freshness {
  const own = updatedAt(name);
  if (own === undefined) return "silent";
  const age = at - own;
  const heartbeat = heartbeatOf(config, name);
  const mine: Freshness = age > MOST_HEARTBEATS * heartbeat ? "silent" : age > heartbeat + GRACE ? "stale" : "fresh";
  const bases = basesOf(config, name).map((base) => freshnessOf(config, base, at, updatedAt));
  return ORDER[Math.max(...[mine, ...bases].map((one) => ORDER.indexOf(one)))] ?? "silent";
}

/** A feed's own; the longest of those that a price follows from. */
function heartbeatOf(config: Priced, name: string): number {
  const price = config.prices[name];
  if (price !== undefined && "feed" in price) return price.heartbeatSeconds;
  return Math.max(0, ...basesOf(config, name).map((base) => heartbeatOf(config, base)));
}
