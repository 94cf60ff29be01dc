import type { NodePay } from "./node-pay.ts";

/** What a cohort's middle node earned in an epoch, and of how many. */
export type Middle = { median: bigint; nodes: number };

/** What a node and the middle of its cohort earned in the same epochs, and of how many nodes that is the middle, at most. */
export type Against = { own: bigint; middle: bigint; nodes: number };

/** A region with fewer nodes than this says little of any of them. */
export const SMALLEST_COHORT = 5;

/**
 * Sets a node beside its cohort in the epochs that are over and in which something was expected of it or it earned; both lists run epoch by epoch,
 * the last one being open. Undefined where there is nothing to set it beside.
 */
export function againstMiddle(pays: readonly NodePay[], middles: readonly (Middle | undefined)[]): Against | undefined {
  const sum = { own: 0n, middle: 0n, nodes: 0 };
  for (const [index, pay] of pays.slice(0, -1).entries()) {
    const middle = middles[index];
    if (pay === "absent" || middle === undefined) continue;
    sum.own += pay === "missed" ? 0n : pay;
    sum.middle += middle.median;
    sum.nodes = Math.max(sum.nodes, middle.nodes);
  }
  return sum.middle > 0n && sum.nodes > 1 ? sum : undefined;
}

/** How far above (or, negative, below) the middle, in whole percents rounded toward zero. */
export function percentAbove({ own, middle }: Against): bigint {
  return ((own - middle) * 100n) / middle;
}

/** Whether a cohort is large enough to be told apart from everybody. */
export function isCohort(middles: readonly (Middle | undefined)[]): boolean {
  return middles.some((middle) => middle !== undefined && middle.nodes >= SMALLEST_COHORT);
}
