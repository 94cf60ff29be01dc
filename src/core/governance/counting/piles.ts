import type { Rankings } from "./rankings.ts";

const NONE = -1;

/** Ballots in piles by the best choice that remains; removing a choice touches its own pile only. */
export type Piles = {
  weights: readonly bigint[];
  voters: readonly number[];
  exhausted: () => bigint;
  remaining: () => number[];
  remove: (choice: number) => void;
};

/** Deals every ballot to its first choice. */
export function dealPiles({ places, starts, weights: of }: Rankings, count: number): Piles {
  const weights = new Array<bigint>(count).fill(0n);
  const voters = new Array<number>(count).fill(0);
  const remains = new Uint8Array(count).fill(1);
  const heads = new Int32Array(count).fill(NONE);
  const next = new Int32Array(of.length).fill(NONE);
  const at = starts.slice(0, of.length);
  let exhausted = 0n;
  const deal = (ballot: number) => {
    const end = starts[ballot + 1] ?? 0;
    let place = at[ballot] ?? end;
    while (place < end && remains[places[place] ?? 0] === 0) place += 1;
    at[ballot] = place;
    const weight = of[ballot] ?? 0n;
    if (place === end) {
      exhausted += weight;
      return;
    }
    const choice = places[place] ?? 0;
    weights[choice] = (weights[choice] ?? 0n) + weight;
    voters[choice] = (voters[choice] ?? 0) + 1;
    next[ballot] = heads[choice] ?? NONE;
    heads[choice] = ballot;
  };
  for (let ballot = 0; ballot < of.length; ballot += 1) deal(ballot);
  return {
    weights,
    voters,
    exhausted: () => exhausted,
    remaining: () => [...remains.keys()].filter((choice) => remains[choice] === 1),
    remove: (choice) => {
      remains[choice] = 0;
      weights[choice] = 0n;
      voters[choice] = 0;
      let ballot = heads[choice] ?? NONE;
      heads[choice] = NONE;
      while (ballot !== NONE) {
        const following = next[ballot] ?? NONE;
        deal(ballot);
        ballot = following;
      }
    },
  };
}
