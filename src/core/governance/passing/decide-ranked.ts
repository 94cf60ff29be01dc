import type { Cast } from "../ballots/choice.ts";
import { countCondorcet } from "../counting/count-condorcet.ts";
import { countRanked, type Runoff } from "../counting/count-ranked.ts";
import type { Contest, Decision } from "../decision.ts";
import type { Gathered } from "../gather.ts";
import type { Majority, RankedPack, RulePack } from "../rule-pack.ts";
import { formatPart } from "../share.ts";
import { listWords, plainWeight, type WeightWords } from "../words.ts";
import { concludeChoice } from "./conclude-choice.ts";
import { explainChoices, nameOf } from "./explain-choices.ts";
import { type ChoiceJudgement, judgeChoices } from "./judge-choices.ts";
import { leastWeight } from "./threshold.ts";

type Judged = Omit<Decision, "turnout" | "uncounted" | "deadline">;

/** Decides by instant runoff. */
export function decideRanked(
  pack: RankedPack,
  { cast, weight, total }: Gathered,
  { choices: names = [], words = plainWeight }: Contest,
): Judged {
  const runoff = countRanked(cast as Cast<"ranked">, names.length, pack);
  const last = runoff.rounds.at(-1)?.weights ?? [];
  const leading = last[runoff.leader ?? -1] ?? 0n;
  const majority: Majority = {
    ...(pack.majority ?? { share: 500_000n, comparison: "more-than" }),
    of: pack.majorityBase === "all" ? "cast" : "continuing",
  };
  const judgement = judgeRunoff(runoff, pack, leading, total);
  const { quorumReasons, ...conclusion } = concludeChoice(
    judgement,
    { quorum: pack.quorum, majority },
    { cast: weight, leading, total, unit: 1n, words },
  );
  const leads = `${nameOf(names, runoff.leader ?? 0)} leads the last of ${runoff.rounds.length} round${runoff.rounds.length === 1 ? "" : "s"} with ${words(leading)}.`;
  return {
    ...conclusion,
    totals: names.map((choice, place) => ({ choice, weight: last[place] ?? 0n, voters: runoff.voters[place] ?? 0 })),
    rounds: runoff.rounds,
    reasons: [
      ...quorumReasons,
      ...explainRounds(runoff, names, words),
      ...explainChoices({ ...judgement, ...conclusion }, { majority, minimum: pack.minimum }, { names, words, leads }),
    ],
  };
}

/** Decides by comparing every two choices. */
export function decideCondorcet(
  pack: RulePack<"condorcet">,
  { cast, weight, total }: Gathered,
  { choices: names = [], words = plainWeight }: Contest,
): Judged {
  const { pairs, points, firsts, voters, leaders } = countCondorcet(
    cast as Cast<"condorcet">,
    names.length,
    pack.tieBreak,
  );
  const [leader] = leaders;
  // What is asked of a leader's weight is asked of its first preferences.
  const alone = firsts.map((first, choice) => (leaders.includes(choice) ? first : 0n));
  const asked = judgeChoices(
    { scores: alone, whole: weight, weights: firsts, voters },
    { ...pack, tie: "none", winners: "each" },
    { total },
  );
  const needsMore = pack.majority !== undefined || pack.minimum !== undefined;
  const able = needsMore ? leaders.filter((choice) => asked.winners.includes(choice)) : leaders;
  const judgement: ChoiceJudgement = {
    ...asked,
    leader,
    winners: leaders.length === 1 ? able : [],
    tied: leaders.length > 1 ? able : [],
  };
  const leading = firsts[leader ?? -1] ?? 0n;
  const { quorumReasons, ...conclusion } = concludeChoice(judgement, pack, {
    cast: weight,
    leading,
    total,
    unit: 1n,
    words,
  });
  const most = points[leader ?? 0] ?? 0;
  const leads = `${listWords(leaders.map((choice) => nameOf(names, choice)))} ${leaders.length > 1 ? "have" : "has"} the most points over all pairs: ${most} of ${2 * (names.length - 1)}.`;
  return {
    ...conclusion,
    totals: names.map((choice, place) => ({ choice, weight: firsts[place] ?? 0n, voters: voters[place] ?? 0 })),
    pairs,
    points,
    reasons: [...quorumReasons, ...explainChoices({ ...judgement, ...conclusion }, pack, { names, words, leads })],
  };
}

function judgeRunoff(
  { winner, tied, leader, base }: Runoff,
  pack: RankedPack,
  leading: bigint,
  total: bigint | undefined,
): ChoiceJudgement {
  const needed = pack.minimum && leastWeight(pack.minimum, total);
  const hasMinimum = pack.minimum === undefined || (needed !== undefined && leading >= needed);
  return {
    winners: winner !== undefined && hasMinimum ? [winner] : [],
    tied,
    leader,
    majority: { part: leading, whole: base, met: winner !== undefined },
    minimum: { needed, met: hasMinimum },
  };
}

function explainRounds({ rounds }: Runoff, names: readonly string[], words: WeightWords): string[] {
  return rounds.flatMap(({ weights, removed }, round) => {
    const cast = weights.reduce((sum, weight) => sum + weight, 0n);
    const left = removed.map(
      (choice) =>
        `${nameOf(names, choice)} (${words(weights[choice] ?? 0n)}, ${formatPart(weights[choice] ?? 0n, cast)})`,
    );
    return removed.length === 0 ? [] : [`Round ${round + 1}: ${listWords(left)} had the least and left.`];
  });
}
