import { type Side, sides } from "../ballots/choice.ts";
import type { RulePack } from "../rule-pack.ts";
import { judgeSides, type SideWeights } from "./judge-sides.ts";
import { leastWeight, meets } from "./threshold.ts";

/** A result that stands before the end, and why. */
export type Early = { outcome: "passed" | "rejected" | "vetoed"; why: "super-quorum" | "settled" | "veto" };

/**
 * The result that nothing can change any more, if ballots are final and there is one: every rule is a bound on a sum of weights, so what holds
 * with all that remains on each side in turn holds for every way to divide it.
 */
export function settleEarly(
  weights: SideWeights,
  pack: RulePack<"for-against-abstain">,
  total: bigint | undefined,
): Early | undefined {
  const now = judgeSides(weights, pack, total);
  if (pack.ballots !== "final") return undefined;
  if (now.outcome === "vetoed") return { outcome: "vetoed", why: "veto" };
  if (pack.superQuorum && meets(weights.for, pack.superQuorum, total) && now.outcome === "passed") {
    return { outcome: "passed", why: "super-quorum" };
  }
  if (!pack.early || total === undefined) return undefined;
  const cast = sides.reduce((sum, side) => sum + weights[side], 0n);
  const remaining = total > cast ? total - cast : 0n;
  const passes = (more: Partial<SideWeights>) => judgeSides(add(weights, more), pack, total).outcome === "passed";
  const open = sides.filter((side) => side !== "veto" || pack.veto);
  if (now.outcome === "passed" && open.every((side) => passes({ [side]: remaining })))
    return { outcome: "passed", why: "settled" };
  return now.outcome !== "passed" && !canStillPass(weights, pack, total, remaining, passes)
    ? { outcome: "rejected", why: "settled" }
    : undefined;
}

/**
 * For helps every rule but a quorum that does not count it. There just so much goes to the side that does count and
 * harms least as the quorum lacks, and the rest to For.
 */
function canStillPass(
  weights: SideWeights,
  { quorum }: RulePack<"for-against-abstain">,
  total: bigint,
  remaining: bigint,
  passes: (more: Partial<SideWeights>) => boolean,
): boolean {
  if (passes({ for: remaining })) return true;
  const needed = leastWeight(quorum, total) ?? 0n;
  const counts = quorum.counts as readonly string[];
  if (counts.includes("for") || counts.includes("cast")) return false;
  const reached = sides.reduce((sum, side) => sum + (counts.includes(side) ? weights[side] : 0n), 0n);
  const lacking = needed > reached ? needed - reached : 0n;
  const side: Side = counts.includes("abstain") ? "abstain" : counts.includes("against") ? "against" : "veto";
  return lacking <= remaining && passes({ [side]: lacking, for: remaining - lacking });
}

function add(weights: SideWeights, more: Partial<SideWeights>): SideWeights {
  return Object.fromEntries(sides.map((side) => [side, weights[side] + (more[side] ?? 0n)])) as SideWeights;
}
