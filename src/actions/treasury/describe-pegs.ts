import { findQuoteAt, listQuotes } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import { DAY } from "../../core/seconds.ts";
import { type Peg, type PegBand, pegOf } from "../../core/treasury/risk/peg.ts";
import { isInDoubt } from "../../core/treasury/risk/price-doubt.ts";
import { findPrice } from "../books/find-price.ts";
import { lastReads } from "./last-reads.ts";
import type { HeldLeg } from "./list-held-legs.ts";

/**
 * A token that is meant to be worth a dollar: undefined `peg` where it was never seen. In doubt it is where its price is too old, was not told when its chain was
 * last read, or is not what the second price says; `readAt` is when it was told last.
 */
export type PegView = {
  /** A name under `tokens`. */
  token: string;
  symbol: string;
  peg: Peg | undefined;
  isInDoubt: boolean;
  isApart: boolean;
  readAt: number | undefined;
  /** Whether it counts as stable: seen just now, within one per cent of a dollar. */
  isSteady: boolean;
};

/** Judges every peg by the quotes of the two days before the newest: positions may be read but once a day. The ones furthest off first. */
export function describePegs(app: App, legs: readonly HeldLeg[], now: number): PegView[] {
  const reads = lastReads(app, legs, now);
  const pegs = Object.entries(app.config.tokens).flatMap(([token, { symbol, peg, price }]) => {
    if (peg === undefined || price === undefined) return [];
    const newest = findQuoteAt(app.db, price, now);
    const quotes = newest ? listQuotes(app.db, price, { from: newest.at - 2 * DAY, to: newest.at }) : [];
    const found = findPrice(app, price, now);
    const lastRead = found && reads.get(found.chain);
    const seen = pegOf(quotes);
    const doubts = { isInDoubt: isInDoubt(found, lastRead), isApart: found?.apart?.by !== undefined };
    const isOff = seen === undefined || seen.band === "warn" || seen.band === "critical" || seen.band === "broken";
    const isSteady = !isOff && !doubts.isInDoubt && !doubts.isApart;
    return [{ token, symbol, peg: seen, readAt: newest?.at, ...doubts, isSteady }];
  });
  return pegs.sort((a, b) => rankOf(a) - rankOf(b));
}

const ORDER: readonly (PegBand | undefined)[] = ["broken", "critical", "warn", undefined, "watch", "held"];

/** What nobody knows comes after what is known to be bad, and before the rest. */
function rankOf({ peg, isInDoubt: inDoubt, isApart }: PegView): number {
  const rank = ORDER.indexOf(peg?.band);
  return inDoubt || isApart ? Math.min(rank, ORDER.indexOf(undefined)) : rank;
}
