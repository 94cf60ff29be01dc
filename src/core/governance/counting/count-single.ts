import type { Cast } from "../ballots/choice.ts";
import { requireIndex, type Scores } from "./scores.ts";

/** Each ballot's weight to its one choice. */
export function countSingle({ choices, weights }: Cast<"single-choice">, count: number): Scores {
  const sums = new Array<bigint>(count).fill(0n);
  const voters = new Array<number>(count).fill(0);
  let whole = 0n;
  for (let ballot = 0; ballot < choices.length; ballot += 1) {
    const choice = requireIndex(choices[ballot], count);
    const weight = weights[ballot] ?? 0n;
    sums[choice] = (sums[choice] ?? 0n) + weight;
    voters[choice] = (voters[choice] ?? 0) + 1;
    whole += weight;
  }
  return { scores: sums, whole, weights: sums, voters };
}
