import type { RulePack } from "../rule-pack.ts";
import { formatExactShare, formatPart } from "../share.ts";
import { approvalWhole, comparisonWords, type WeightWords } from "../words.ts";
import { isTie, type SideJudgement, type SideWeights } from "./judge-sides.ts";
import type { QuorumMeasure } from "./measure-quorum.ts";
import { describeThreshold } from "./threshold.ts";

/** One sentence for each rule that was applied, in the order they were. */
export function explainSides(
  weights: SideWeights,
  judgement: SideJudgement,
  pack: RulePack<"for-against-abstain">,
  words: WeightWords,
): string[] {
  const veto = pack.veto && explainVeto(weights.veto, judgement.vetoed, describeThreshold(pack.veto, words), words);
  if (veto && judgement.vetoed) return [veto];
  return [
    ...(veto ? [veto] : []),
    explainQuorum(judgement.quorum, words),
    ...(judgement.virtual ? [explainVirtual(judgement.quorum, words)] : []),
    ...explainMinimum(weights, judgement, words),
    explainApproval(weights, judgement, pack),
  ];
}

/** What the quorum was and whether it was met. */
export function explainQuorum({ reached, needed, met }: QuorumMeasure, words: WeightWords): string {
  if (needed === undefined) return "The quorum is a share of a weight that is not known, so it cannot be met.";
  if (needed === 0n) return "No quorum was asked for.";
  if (met) return `Enough weight took part: ${words(reached)} of the ${words(needed)} needed.`;
  return `Not enough weight took part: ${words(reached)} of the ${words(needed)} needed.`;
}

function explainVeto(weight: bigint, vetoed: boolean, asked: string, words: WeightWords): string {
  return vetoed
    ? `Vetoed: ${words(weight)} voted to veto; ${asked} is enough.`
    : `No veto: ${words(weight)} voted to veto; it takes ${asked}.`;
}

function explainVirtual({ reached, needed }: QuorumMeasure, words: WeightWords): string {
  return `It counts all the same: with the missing ${words((needed ?? 0n) - reached)} against it, it would still pass.`;
}

function explainMinimum({ for: own }: SideWeights, { minimum }: SideJudgement, words: WeightWords): string[] {
  if (minimum.needed === undefined)
    return minimum.met ? [] : ["What For alone has to reach is not known, so it cannot be reached."];
  const needed = words(minimum.needed);
  return [
    minimum.met
      ? `For alone reached the ${needed} it needed.`
      : `For alone has ${words(own)} of the ${needed} it needed.`,
  ];
}

function explainApproval(
  weights: SideWeights,
  { approval }: SideJudgement,
  pack: RulePack<"for-against-abstain">,
): string {
  const { of, abstainPasses, share, comparison, rounding } = pack.approval;
  if (weights.for + weights.against + weights.veto === 0n) {
    const abstained =
      weights.abstain > 0n ? "Nobody voted for or against; all abstained." : "Nobody voted for or against.";
    return abstainPasses && weights.abstain > 0n ? `${abstained} These rules pass it then.` : abstained;
  }
  if (of === "open" || of === "electorate") {
    if (approval.whole === 0n) return "The share of For cannot be known, because all weight is not known.";
  }
  const rounded = rounding === undefined ? "" : `, rounded ${rounding === "floor" ? "down" : "up"} to a whole unit,`;
  const asked = `${comparisonWords(comparison)} ${formatExactShare(share)}${rounded} was asked for`;
  if (!approval.met && isTie(weights, pack)) return `A tie does not pass: ${asked}.`;
  const has = `${approval.met ? "" : "only "}${formatPart(approval.part, approval.whole)} of ${approvalWhole({ ...(of && { of }) })}`;
  return `For has ${has}; ${asked}.`;
}
