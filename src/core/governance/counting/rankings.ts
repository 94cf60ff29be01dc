import { requireIndex } from "./scores.ts";

/** All rankings in one piece of memory: ballot b's choices are `places[starts[b]]` up to before `places[starts[b + 1]]`, best first. */
export type Rankings = { places: Uint16Array; starts: Uint32Array; weights: readonly bigint[] };

/** Rankings with the weights behind them. */
export type RankedCast = { choices: readonly (readonly number[])[]; weights: readonly bigint[] };

/** Lays rankings out one behind the other; each ballot names each choice at most once. */
export function layRankings({ choices, weights }: RankedCast, count: number): Rankings {
  const starts = new Uint32Array(choices.length + 1);
  for (let ballot = 0; ballot < choices.length; ballot += 1) {
    starts[ballot + 1] = (starts[ballot] ?? 0) + (choices[ballot]?.length ?? 0);
  }
  const places = new Uint16Array(starts[choices.length] ?? 0);
  const named = new Int32Array(count).fill(-1);
  for (let ballot = 0, place = 0; ballot < choices.length; ballot += 1) {
    for (const one of choices[ballot] ?? []) {
      const choice = requireIndex(one, count);
      if (named[choice] === ballot) throw new TypeError("A ballot ranks a choice twice.");
      named[choice] = ballot;
      places[place++] = choice;
    }
  }
  return { places, starts, weights };
}
