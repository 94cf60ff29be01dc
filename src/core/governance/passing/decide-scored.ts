import type { Cast } from "../ballots/choice.ts";
import { countApproval } from "../counting/count-approval.ts";
import { countQuadratic } from "../counting/count-quadratic.ts";
import { countSingle } from "../counting/count-single.ts";
import { countWeighted } from "../counting/count-weighted.ts";
import type { Scores } from "../counting/scores.ts";
import type { Contest, Decision } from "../decision.ts";
import type { Gathered } from "../gather.ts";
import type { QuadraticPack, ScoredPack } from "../rule-pack.ts";
import { formatPart } from "../share.ts";
import { plainWeight } from "../words.ts";
import { concludeChoice } from "./conclude-choice.ts";
import { explainChoices, nameOf } from "./explain-choices.ts";
import { judgeChoices } from "./judge-choices.ts";
import { settleChoice } from "./settle-choice.ts";

/** Decides among choices by the support each has. */
export function decideScored(
  pack: ScoredPack | QuadraticPack,
  { cast, weight, total }: Gathered,
  { choices: names = [], words = plainWeight }: Contest,
): Omit<Decision, "turnout" | "uncounted" | "deadline"> {
  const scores = count(pack, cast, names.length);
  const out = pack.abstainChoice === undefined ? undefined : names.indexOf(pack.abstainChoice);
  const facts = { total, out };
  const judgement = judgeChoices(scores, pack, facts);
  const leading = scores.weights[judgement.leader ?? -1] ?? 0n;
  const unit = weight === 0n || pack.counting === "quadratic" ? 1n : scores.whole / weight;
  const { quorumReasons, ...conclusion } = concludeChoice(judgement, pack, {
    cast: weight,
    leading,
    total,
    unit,
    words,
  });
  const settled =
    pack.early && pack.ballots === "final" && conclusion.quorum.met
      ? settleChoice(scores, pack, facts, weight)
      : undefined;
  const isFine = pack.counting === "weighted" || pack.counting === "quadratic";
  const leads = `${nameOf(names, judgement.leader ?? 0)} has the most: ${words(leading)}, ${formatPart(scores.scores[judgement.leader ?? 0] ?? 0n, scores.whole)}.`;
  return {
    ...conclusion,
    totals: scores.weights.map((own, choice) => ({
      choice: nameOf(names, choice),
      weight: own,
      voters: scores.voters[choice] ?? 0,
      ...(isFine
        ? { score: { numerator: scores.scores[choice] ?? 0n, denominator: denominatorOf(pack, scores, weight) } }
        : {}),
    })),
    reasons: [...quorumReasons, ...explainChoices({ ...judgement, ...conclusion }, pack, { names, words, leads })],
    ...(settled === undefined ? {} : { early: { outcome: "won" as const, why: "settled" as const } }),
  };
}

function count(pack: ScoredPack | QuadraticPack, cast: Cast, choices: number): Scores {
  if (pack.counting === "quadratic") return countQuadratic(cast as Cast<"quadratic">, choices, pack.rootDecimals);
  if (pack.counting === "single-choice") return countSingle(cast as Cast<"single-choice">, choices);
  if (pack.counting === "approval") return countApproval(cast as Cast<"approval">, choices);
  return countWeighted(cast as Cast<"weighted">, choices);
}

/** What a score is counted in, so that score over this is in the electorate's unit. */
function denominatorOf(pack: ScoredPack | QuadraticPack, { whole }: Scores, cast: bigint): bigint {
  if (pack.counting === "quadratic") return 10n ** BigInt(2 * pack.rootDecimals);
  return cast === 0n ? 1n : whole / cast;
}
