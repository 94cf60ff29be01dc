import type { PositionFacts } from "./position-account.ts";

/** The legs of one position, all read at the same blocks. */
export type PositionLegs = readonly [PositionFacts, ...PositionFacts[]];

/** The legs of each position together, in the order of the first of each. */
export function byPosition(legs: readonly PositionFacts[]): PositionLegs[] {
  const positions = new Map<string, [PositionFacts, ...PositionFacts[]]>();
  for (const leg of legs) {
    const own = positions.get(leg.position);
    if (own) own.push(leg);
    else positions.set(leg.position, [leg]);
  }
  return [...positions.values()];
}

/** The label of a leg's position, without the leg's own: `Pool · token0` is a leg of `Pool`. */
export function positionLabel({ label, leg }: Pick<PositionFacts, "label" | "leg">): string {
  return leg === "" ? label : label.slice(0, label.length - ` · ${leg}`.length);
}
