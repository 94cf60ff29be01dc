import { type Side, sides } from "../ballots/choice.ts";
import { countSides, type SideCount } from "../counting/count-sides.ts";
import type { Contest, Decision, Total } from "../decision.ts";
import type { Gathered } from "../gather.ts";
import type { RulePack } from "../rule-pack.ts";
import { comparisonWords, listWords, plainWeight, type WeightWords } from "../words.ts";
import { settleEarly } from "./early.ts";
import { explainSides } from "./explain-sides.ts";
import { judgeSides, type SideWeights } from "./judge-sides.ts";
import { measureQuorum } from "./measure-quorum.ts";

/** What sides are called. */
export const sideNames: Readonly<Record<Side, string>> = {
  for: "For",
  against: "Against",
  abstain: "Abstain",
  veto: "Veto",
};

type Judged = Omit<Decision, "turnout" | "uncounted" | "deadline">;

/** Decides a question of for, against and abstain. */
export function decideSides(
  pack: RulePack<"for-against-abstain">,
  { cast, total }: Gathered,
  { words = plainWeight }: Contest,
): Judged {
  const count = countSides(cast as never);
  const judgement = judgeSides(count.weights, pack, total);
  const early = settleEarly(count.weights, pack, total);
  const { approval } = judgement;
  return {
    outcome: judgement.outcome,
    totals: totalsOf(count, pack.veto === undefined),
    winners: [],
    tied: [],
    quorum: { ...judgement.quorum, virtual: judgement.virtual },
    share: approval.whole === 0n ? undefined : approval,
    reasons: explainSides(count.weights, judgement, pack, words),
    ...(early && { early }),
  };
}

/** Decides a question that passes unless enough object. */
export function decideOptimistic(
  pack: RulePack<"optimistic">,
  { cast, total }: Gathered,
  { words = plainWeight }: Contest,
): Judged {
  const count = countSides(cast as never);
  const quorum = measureQuorum({ ...count.weights, cast: castOf(count.weights) }, pack.quorum, total);
  const rejected = quorum.met || quorum.needed === undefined;
  return {
    outcome: rejected ? "rejected" : "passed",
    totals: totalsOf(count, !(pack.quorum.counts as readonly string[]).includes("veto")),
    winners: [],
    tied: [],
    quorum: { ...quorum, virtual: false },
    share: undefined,
    reasons: [explainObjection(pack, quorum.reached, quorum.needed, words)],
    ...(quorum.met && pack.early && pack.ballots === "final"
      ? { early: { outcome: "rejected" as const, why: "settled" as const } }
      : {}),
  };
}

function explainObjection(
  { quorum }: RulePack<"optimistic">,
  reached: bigint,
  needed: bigint | undefined,
  words: WeightWords,
): string {
  const who = listWords(
    quorum.counts.map((part) => (part === "cast" ? "Everybody who voted" : sideNames[part as Side])),
  );
  if (needed === undefined) return "What has to object is a share of a weight that is not known, so it cannot pass.";
  if (reached >= needed)
    return `${who} reached ${words(reached)}: ${comparisonWords(undefined)} ${words(needed)} rejects it.`;
  return `It passes unless ${words(needed)} object: ${who} has ${words(reached)}.`;
}

function totalsOf({ weights, voters }: SideCount, isWithoutVeto: boolean): Total[] {
  return sides
    .filter((side) => side !== "veto" || !isWithoutVeto)
    .map((side) => ({ choice: sideNames[side], weight: weights[side], voters: voters[side] }));
}

function castOf(weights: SideWeights): bigint {
  return sides.reduce((sum, side) => sum + weights[side], 0n);
}
