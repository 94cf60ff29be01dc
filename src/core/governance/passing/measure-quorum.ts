import type { Quorum, QuorumPart } from "../rule-pack.ts";
import { leastWeight } from "./threshold.ts";

/** How much weight counts toward a quorum and how much is needed; needed is undefined where it cannot be known, and then it is not met. */
export type QuorumMeasure = { reached: bigint; needed: bigint | undefined; met: boolean };

/** Measures a quorum over the weights its parts name; a part named twice counts once. */
export function measureQuorum(
  weights: Readonly<Partial<Record<QuorumPart, bigint>>>,
  quorum: Quorum,
  total: bigint | undefined,
): QuorumMeasure {
  const reached = [...new Set(quorum.counts)].reduce((sum, part) => sum + (weights[part] ?? 0n), 0n);
  const needed = leastWeight(quorum, total);
  return { reached, needed, met: needed !== undefined && reached >= needed };
}
