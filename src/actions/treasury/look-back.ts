import { findFirstReadAt } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { positionAccount } from "../../core/treasury/accounts/position-account.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { PositionFacts } from "../../core/treasury/position-facts.ts";
import type { PositionAccount, StatementBlock, StatementPrice } from "../../core/treasury/statement.ts";
import { type Stretch, stretchOf } from "../../core/treasury/stretch.ts";
import { blocksOf, collectPosition } from "../books/collect-books.ts";
import { priceOf } from "../books/find-price.ts";

/** A leg's account over a stretch, and the price at the stretch's end that all of it is valued at. */
export type LegView = PositionAccount & { price: StatementPrice | undefined };

/** What is stored of a position: its legs' facts, and the blocks they were read at. */
export type StoredPosition = { legs: readonly PositionFacts[]; readAt: readonly StatementBlock[] };

/** Collects a position over a stretch of time. */
export function storedPosition(app: App, name: string, span: Period): StoredPosition {
  const collected = collectPosition(app, name, span);
  const rows = collected.flatMap((leg) => leg.rows);
  return { legs: collected.map(({ facts }) => facts), readAt: blocksOf(app, rows) };
}

/** So many seconds up to a moment, or as many as the position has been watched; undefined for one never read. */
export function lookBack(app: App, name: string, to: number, seconds: number): Period | undefined {
  const first = findFirstReadAt(app.db, name);
  return first === undefined ? undefined : { from: Math.min(Math.max(to - seconds, first), to), to };
}

/** The blocks that stand for the ends of a period of a stored position. */
export function stretchIn({ legs, readAt }: StoredPosition, period: Period): Stretch {
  return stretchOf({ readAt, newest: [] }, legs[0]?.chain ?? 0, period);
}

/** Each leg's account over a period, at the prices of its end. */
export function legsOver(app: App, stored: StoredPosition, period: Period): LegView[] {
  const stretch = stretchIn(stored, period);
  return stored.legs.map((facts) => {
    const price = priceOf(app, facts.token.name, period.to);
    return { ...positionAccount(facts, stretch, stretch, price), price };
  });
}
