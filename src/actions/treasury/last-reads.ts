import { findQuoteAt } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import type { LastRead } from "../../core/treasury/risk/price-doubt.ts";
import type { HeldLeg } from "./list-held-legs.ts";

/** When each chain was last read, by its id: the newest of its readings and quotes up to a Unix second. */
export function lastReads(
  app: App,
  legs: readonly HeldLeg[],
  now: number,
): ReadonlyMap<number, LastRead & { at: number }> {
  const reads = legs.map(({ chain, block, readAt }) => ({ chain, block, at: readAt }));
  const quotes = Object.keys(app.config.prices).flatMap((name) => findQuoteAt(app.db, name, now) ?? []);
  const newest = new Map<number, LastRead & { at: number }>();
  for (const { chain, block, at } of [...reads, ...quotes])
    if ((newest.get(chain)?.block ?? -1n) < block) newest.set(chain, { chain, block, at });
  return newest;
}
