import type { Side } from "../ballots/choice.ts";
import type { Approval, RulePack } from "../rule-pack.ts";
import { compareToShare, shareOf } from "../share.ts";
import { isMajority } from "./majority.ts";
import { measureQuorum, type QuorumMeasure } from "./measure-quorum.ts";
import { leastWeight, meets } from "./threshold.ts";

/** Weights of the sides of a question. */
export type SideWeights = Readonly<Record<Side, bigint>>;

/** What a pack makes of a question's weights, with each rule's own answer. */
export type SideJudgement = {
  outcome: "passed" | "rejected" | "no-quorum" | "vetoed";
  quorum: QuorumMeasure;
  /** Passed below its quorum, because what was missing could not have turned it. */
  virtual: boolean;
  vetoed: boolean;
  /** For, and what it was measured of. */
  approval: { part: bigint; whole: bigint; met: boolean };
  /** What For alone needed; undefined where nothing, or where it cannot be known. */
  minimum: { needed: bigint | undefined; met: boolean };
};

/** Applies veto, quorum, minimum and approval, in this order; a veto ballot also counts against. */
export function judgeSides(
  weights: SideWeights,
  pack: RulePack<"for-against-abstain">,
  total: bigint | undefined,
): SideJudgement {
  const quorum = measureQuorum({ ...weights, cast: sum(weights) }, pack.quorum, total);
  const vetoed = pack.veto !== undefined && meets(weights.veto, pack.veto, total);
  const minimum = {
    needed: pack.minimum && leastWeight(pack.minimum, total),
    met: pack.minimum === undefined || meets(weights.for, pack.minimum, total),
  };
  const whole = wholeOf(weights, pack.approval, total);
  const approval = { part: weights.for, whole, met: isApproved(weights, whole, pack.approval) };
  const virtual = !quorum.met && pack.quorum.virtual === true && survivesQuorum(weights, pack, quorum, total);
  const passes = minimum.met && approval.met;
  const outcome = vetoed ? "vetoed" : !quorum.met && !virtual ? "no-quorum" : passes ? "passed" : "rejected";
  return { outcome, quorum, virtual, vetoed, approval, minimum };
}

/** Whether it would still be approved with all that is missing to the quorum cast against it. */
function survivesQuorum(
  weights: SideWeights,
  { approval }: RulePack<"for-against-abstain">,
  { reached, needed }: QuorumMeasure,
  total: bigint | undefined,
): boolean {
  if (needed === undefined || weights.for === 0n) return false;
  const worst = { ...weights, against: weights.against + (needed - reached) };
  return isApproved(worst, wholeOf(worst, approval, total), approval);
}

/** What For is measured of; zero where an unknown electorate would have to be known. */
function wholeOf(weights: SideWeights, { of }: Approval, total: bigint | undefined): bigint {
  if (of === "cast") return sum(weights);
  if (of === "electorate") return total ?? 0n;
  if (of === "open") return total === undefined ? 0n : total - weights.abstain;
  return weights.for + weights.against + weights.veto;
}

function isApproved(weights: SideWeights, whole: bigint, approval: Approval): boolean {
  const hasSides = weights.for + weights.against + weights.veto > 0n;
  if (approval.abstainPasses && !hasSides) return weights.abstain > 0n;
  if (whole === 0n) return false;
  if (approval.rounding === undefined) return isMajority(weights.for, whole, approval);
  const asked = shareOf(whole, approval.share, approval.rounding);
  return weights.for > 0n && (approval.comparison === "more-than" ? weights.for > asked : weights.for >= asked);
}

/** Whether For and Against are equal where a plain majority was asked for: said in words, because people ask. */
export function isTie(weights: SideWeights, { approval }: RulePack<"for-against-abstain">): boolean {
  const against = weights.against + weights.veto;
  return weights.for > 0n && weights.for === against && compareToShare(1n, 2n, approval.share) <= 0n;
}

function sum(weights: SideWeights): bigint {
  return weights.for + weights.against + weights.abstain + weights.veto;
}
