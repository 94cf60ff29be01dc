import { WHOLE } from "../../governance/share.ts";
import { EVERYBODY } from "../cohorts.ts";
import type { Lived } from "./lived.ts";
import { LEAST_NODES } from "./outages.ts";

/**
 * When a drop is worth saying: a node earns less than its usual part of what its cohort's middle node earns, by more than `share`
 * (in millionths), over the last `epochs`; usual is what it had in the `usualEpochs` before them.
 */
export type DropRule = { share: bigint; epochs: number; usualEpochs: number };

/** What the middle node of each cohort earned in an epoch in the source's main token, and how many earned anything. */
export type Middles = ReadonlyMap<string, { nodes: number; median: bigint }>;

/** How a node stands against the middle of its cohort, in millionths of it, floored: now, and usually. */
export type DropJudgement = { holds: boolean; over: boolean; now: bigint; usual: bigint };

/**
 * The middle that a cohort's nodes are held against in each epoch: its own, where it has at least five earning nodes in all of them, else
 * everybody's; undefined where even those are fewer.
 */
export function middlesFor(cohort: string, epochs: readonly Middles[]): (bigint | undefined)[] {
  const of = (name: string, middles: Middles) => {
    const found = middles.get(name);
    return found !== undefined && found.nodes >= LEAST_NODES ? found.median : undefined;
  };
  const all = epochs.map((middles) => of(EVERYBODY, middles));
  const own = epochs.map((middles) => of(cohort, middles));
  return own.every((middle, index) => middle !== undefined || all[index] === undefined) ? own : all;
}

/**
 * Judges ended epochs, the oldest first, beside the middles of the same epochs; undefined where too little is known: in both stretches
 * the node must have been paid in at least half of the epochs. Missed epochs are left out: they are said as such. `before` is what was
 * usual when the drop was said, in millionths: it is over once the node is back above half of the drop.
 */
export function judgeDrop(
  lived: readonly Lived[],
  middles: readonly (bigint | undefined)[],
  rule: DropRule,
  before?: bigint,
): DropJudgement | undefined {
  const split = Math.max(0, lived.length - rule.epochs);
  const recent = sumStretch(lived, middles, split, lived.length);
  if (recent.epochs * 2 < rule.epochs || recent.middle === 0n) return undefined;
  const now = (recent.own * WHOLE) / recent.middle;
  if (before !== undefined) {
    const over = recent.own * 2n * WHOLE * WHOLE >= recent.middle * before * (2n * WHOLE - rule.share);
    return { holds: !over, over, now, usual: before };
  }
  const usual = sumStretch(lived, middles, Math.max(0, split - rule.usualEpochs), split);
  if (usual.epochs * 2 < rule.usualEpochs || usual.middle === 0n || usual.own === 0n) return undefined;
  // Cross-multiplied, so that nothing is rounded: now / usual < 1 − share.
  const holds = recent.own * usual.middle * WHOLE < usual.own * recent.middle * (WHOLE - rule.share);
  return { holds, over: !holds, now, usual: (usual.own * WHOLE) / usual.middle };
}

function sumStretch(lived: readonly Lived[], middles: readonly (bigint | undefined)[], from: number, to: number) {
  const sum = { own: 0n, middle: 0n, epochs: 0 };
  for (let index = from; index < to; index += 1) {
    const [own, middle] = [lived[index], middles[index]];
    if (typeof own !== "bigint" || middle === undefined) continue;
    sum.own += own;
    sum.middle += middle;
    sum.epochs += 1;
  }
  return sum;
}
