import type { Threshold } from "../rule-pack.ts";
import { formatExactShare, shareOf } from "../share.ts";

/** The least weight that meets a threshold; undefined for a share of an unknown whole. */
export function leastWeight(threshold: Threshold, total: bigint | undefined): bigint | undefined {
  const strict = threshold.comparison === "more-than" ? 1n : 0n;
  if (threshold.kind === "absolute") return threshold.weight + strict;
  return total === undefined ? undefined : shareOf(total, threshold.share, threshold.rounding ?? "floor") + strict;
}

/** Whether a weight meets a threshold; one that cannot be known is not met. */
export function meets(weight: bigint, threshold: Threshold, total: bigint | undefined): boolean {
  const least = leastWeight(threshold, total);
  return least !== undefined && weight >= least;
}

/** A threshold in words: `at least 4 % of all weight (rounded down)`, `more than 100`. */
export function describeThreshold(threshold: Threshold, words: (weight: bigint) => string): string {
  const comparison = threshold.comparison === "more-than" ? "more than" : "at least";
  if (threshold.kind === "absolute") return `${comparison} ${words(threshold.weight)}`;
  const rounding = threshold.rounding === "ceil" ? "rounded up" : "rounded down";
  return `${comparison} ${formatExactShare(threshold.share)} of all weight (${rounding})`;
}
