import type { Scores } from "../counting/scores.ts";
import { type ChoosingRules, judgeChoices } from "./judge-choices.ts";

/** The winner that all remaining weight together could not displace, whomever it went to; undefined where there is none yet. */
export function settleChoice(
  { scores, whole, weights, voters }: Scores,
  rules: ChoosingRules,
  facts: { total: bigint | undefined; out?: number | undefined },
  cast: bigint,
): number | undefined {
  if (facts.total === undefined || cast === 0n) return undefined;
  const winnerOf = (more: Scores) => {
    const { winners } = judgeChoices(more, rules, facts);
    return winners.length === 1 ? winners[0] : undefined;
  };
  const remaining = facts.total > cast ? facts.total - cast : 0n;
  // Scores may be kept in a finer unit than weights.
  const unit = whole / cast;
  const winner = winnerOf({ scores, whole, weights, voters });
  const withAll = (favoured: number) =>
    winnerOf({
      scores: scores.map((score, choice) => (choice === favoured ? score + remaining * unit : score)),
      whole: whole + remaining * unit,
      weights: weights.map((weight, choice) => (choice === favoured ? weight + remaining : weight)),
      voters,
    });
  const holds = [...scores.keys()].every((choice) => withAll(choice) === winner);
  return holds ? winner : undefined;
}
