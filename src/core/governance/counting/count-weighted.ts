import type { Cast, Split } from "../ballots/choice.ts";
import { greatestCommonDivisor } from "../share.ts";
import { requireIndex, type Scores, weighScores } from "./scores.ts";

/**
 * Each ballot's weight divided by its parts, without rounding: numerators are summed for each sum of parts, and brought
 * to one denominator at the end. Weights for reading add up to what was cast.
 */
export function countWeighted({ choices, weights }: Cast<"weighted">, count: number): Scores {
  const numerators = new Map<bigint, bigint[]>();
  const voters = new Array<number>(count).fill(0);
  let cast = 0n;
  for (let ballot = 0; ballot < choices.length; ballot += 1) {
    const split = choices[ballot] as Split;
    const weight = weights[ballot] ?? 0n;
    const sums = numeratorsOf(numerators, sumOfParts(split), count);
    for (let place = 0; place < split.choices.length; place += 1) {
      const choice = requireIndex(split.choices[place], count);
      sums[choice] = (sums[choice] ?? 0n) + weight * (split.parts[place] ?? 0n);
      voters[choice] = (voters[choice] ?? 0) + 1;
    }
    cast += weight;
  }
  const denominator = [...numerators.keys()].reduce((all, one) => (all / greatestCommonDivisor(all, one)) * one, 1n);
  const scores = new Array<bigint>(count).fill(0n);
  for (const [sum, row] of numerators) {
    const factor = denominator / sum;
    for (let choice = 0; choice < count; choice += 1)
      scores[choice] = (scores[choice] ?? 0n) + (row[choice] ?? 0n) * factor;
  }
  return { scores, whole: cast * denominator, weights: weighScores(scores, cast), voters };
}

/** What a split's parts are parts of. */
export function sumOfParts({ parts }: Split): bigint {
  let sum = 0n;
  for (const part of parts) {
    if (part <= 0n) throw new TypeError("A split has a part that is not above zero.");
    sum += part;
  }
  if (sum === 0n) throw new TypeError("A split has no parts.");
  return sum;
}

function numeratorsOf(numerators: Map<bigint, bigint[]>, sum: bigint, count: number): bigint[] {
  const known = numerators.get(sum);
  if (known) return known;
  const fresh = new Array<bigint>(count).fill(0n);
  numerators.set(sum, fresh);
  return fresh;
}
