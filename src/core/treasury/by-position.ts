import type { PositionFacts } from "./position-facts.ts";

const BETWEEN = " · ";

/** Something of each leg of one position, one at least. */
export type OfPosition<Leg> = readonly [Leg, ...Leg[]];

/** The legs of one position, all read at the same blocks. */
export type PositionLegs = OfPosition<PositionFacts>;

/** What there is of the legs of each position together, in the order of the first of each. */
export function byPosition<Leg extends { position: string }>(legs: readonly Leg[]): OfPosition<Leg>[] {
  return [...Map.groupBy(legs, ({ position }) => position).values()] as [Leg, ...Leg[]][];
}

/** What members call a leg within its position: the sides of a pool, and their fees, by what they are of. */
export function legWord(leg: string, symbol: string): string {
  if (/^token[01]$/.test(leg)) return symbol;
  return /^fees[01]$/.test(leg) ? `${symbol} fees` : leg;
}

/** What members call a leg: its position, and its own word where it has one. */
export function legLabel(position: string, word: string): string {
  return word === "" ? position : `${position}${BETWEEN}${word}`;
}

/** The label of a leg's position, without the leg's own: `Pool · HELIO` is a leg of `Pool`. */
export function positionLabel({ label, leg }: { label: string; leg: string }): string {
  return leg === "" ? label : label.slice(0, label.lastIndexOf(BETWEEN));
}
