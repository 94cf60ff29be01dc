import type { Cast, Split } from "../ballots/choice.ts";
import { sumOfParts } from "./count-weighted.ts";
import { integerRoot } from "./integer-root.ts";
import { requireIndex, type Scores, weighScores } from "./scores.ts";

/**
 * A choice's score is the square of the sum of its ballots' roots, each root floored at `rootDecimals` decimals: with r the
 * sum of floored roots in that unit, the true score lies from r² up to (r + voters)².
 */
export function countQuadratic({ choices, weights }: Cast<"quadratic">, count: number, rootDecimals: number): Scores {
  const scale = 10n ** BigInt(2 * rootDecimals);
  const roots = new Array<bigint>(count).fill(0n);
  const voters = new Array<number>(count).fill(0);
  let cast = 0n;
  for (let ballot = 0; ballot < choices.length; ballot += 1) {
    const split = choices[ballot] as Split;
    const weight = weights[ballot] ?? 0n;
    const scaled = weight * scale;
    const whole = sumOfParts(split);
    for (let place = 0; place < split.choices.length; place += 1) {
      const choice = requireIndex(split.choices[place], count);
      roots[choice] = (roots[choice] ?? 0n) + integerRoot((scaled * (split.parts[place] ?? 0n)) / whole);
      voters[choice] = (voters[choice] ?? 0) + 1;
    }
    cast += weight;
  }
  const scores = roots.map((root) => root * root);
  const whole = scores.reduce((sum, score) => sum + score, 0n);
  return { scores, whole, weights: weighScores(scores, cast), voters };
}
