import type { Scores } from "../counting/scores.ts";
import type { Majority, Threshold } from "../rule-pack.ts";
import { isMajority } from "./majority.ts";
import { leastWeight } from "./threshold.ts";

/** What the rules of choosing make of scores. */
export type ChoiceJudgement = {
  winners: readonly number[];
  /** Those among whom the rules cannot choose. */
  tied: readonly number[];
  leader: number | undefined;
  majority: { part: bigint; whole: bigint; met: boolean };
  minimum: { needed: bigint | undefined; met: boolean };
};

/** What decides among scored choices. */
export type ChoosingRules = {
  tie: "none" | "lowest-index";
  winners?: number | "each";
  majority?: Majority;
  minimum?: Threshold;
};

/** The choices with most support that have the majority and minimum asked for; one without any support never wins. */
export function judgeChoices(
  { scores, whole, weights }: Scores,
  rules: ChoosingRules,
  { total, out }: { total: bigint | undefined; out?: number | undefined },
): ChoiceJudgement {
  const ranked = [...scores.keys()]
    .filter((choice) => choice !== out && scoreOf(scores, choice) > 0n)
    .sort((a, b) => compare(scoreOf(scores, b), scoreOf(scores, a)) || a - b);
  const needed = rules.minimum && leastWeight(rules.minimum, total);
  const base = rules.majority?.of === "electorate" ? { part: weights, whole: total ?? 0n } : { part: scores, whole };
  const hasMajority = (choice: number) =>
    rules.majority === undefined ||
    (base.whole > 0n && isMajority(scoreOf(base.part, choice), base.whole, rules.majority));
  const hasMinimum = (choice: number) =>
    rules.minimum === undefined || (needed !== undefined && scoreOf(weights, choice) >= needed);
  const [leader] = ranked;
  const { chosen, tied } = rules.winners === "each" ? { chosen: ranked, tied: [] } : chooseMost(ranked, scores, rules);
  return {
    winners: chosen.filter((choice) => hasMajority(choice) && hasMinimum(choice)),
    tied: tied.filter((choice) => hasMajority(choice) && hasMinimum(choice)),
    leader,
    majority: {
      part: leader === undefined ? 0n : scoreOf(base.part, leader),
      whole: base.whole,
      met: leader !== undefined && hasMajority(leader),
    },
    minimum: { needed, met: leader !== undefined && hasMinimum(leader) },
  };
}

/** As many as there are places; where the last place is shared by more than fit, all of those are tied. */
function chooseMost(
  ranked: readonly number[],
  scores: readonly bigint[],
  { winners, tie }: ChoosingRules,
): { chosen: readonly number[]; tied: readonly number[] } {
  const places = winners === "each" ? ranked.length : (winners ?? 1);
  const last = ranked[places - 1];
  const next = ranked[places];
  if (tie === "lowest-index" || last === undefined || next === undefined || scores[last] !== scores[next]) {
    return { chosen: ranked.slice(0, places), tied: [] };
  }
  const border = scoreOf(scores, last);
  return {
    chosen: ranked.filter((choice) => scoreOf(scores, choice) > border),
    tied: ranked.filter((choice) => scoreOf(scores, choice) === border),
  };
}

function scoreOf(scores: readonly bigint[], choice: number): bigint {
  return scores[choice] ?? 0n;
}

function compare(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? 1 : -1;
}
