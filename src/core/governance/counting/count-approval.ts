import type { Cast } from "../ballots/choice.ts";
import { requireIndex, type Scores } from "./scores.ts";

/** Each ballot's whole weight to each choice it approves; shares are of all weight cast, so that they add up to more than it. */
export function countApproval({ choices, weights }: Cast<"approval">, count: number): Scores {
  const sums = new Array<bigint>(count).fill(0n);
  const voters = new Array<number>(count).fill(0);
  // The last ballot that named a choice: a choice named twice must not weigh twice.
  const named = new Int32Array(count).fill(-1);
  let whole = 0n;
  for (let ballot = 0; ballot < choices.length; ballot += 1) {
    const approved = choices[ballot] ?? [];
    const weight = weights[ballot] ?? 0n;
    for (const one of approved) {
      const choice = requireIndex(one, count);
      if (named[choice] === ballot) throw new TypeError("A ballot approves a choice twice.");
      named[choice] = ballot;
      sums[choice] = (sums[choice] ?? 0n) + weight;
      voters[choice] = (voters[choice] ?? 0) + 1;
    }
    whole += weight;
  }
  return { scores: sums, whole, weights: sums, voters };
}
