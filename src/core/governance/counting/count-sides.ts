import { type Cast, type Side, sides } from "../ballots/choice.ts";

/** Weight and voters of each side. */
export type SideCount = { weights: Record<Side, bigint>; voters: Record<Side, number> };

/** Sums weights by side. */
export function countSides({ choices, weights }: Cast<"for-against-abstain">): SideCount {
  const sums = sides.map(() => 0n);
  const counts = sides.map(() => 0);
  for (let ballot = 0; ballot < choices.length; ballot += 1) {
    const side = sides.indexOf(choices[ballot] as Side);
    if (side < 0) throw new TypeError(`A ballot takes the side ${String(choices[ballot])}.`);
    sums[side] = (sums[side] ?? 0n) + (weights[ballot] ?? 0n);
    counts[side] = (counts[side] ?? 0) + 1;
  }
  const by = <T>(values: T[], none: T) =>
    Object.fromEntries(sides.map((side, index) => [side, values[index] ?? none])) as Record<Side, T>;
  return { weights: by(sums, 0n), voters: by(counts, 0) };
}
