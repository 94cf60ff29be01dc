import { isMajority } from "../passing/majority.ts";
import type { Majority, RankedPack } from "../rule-pack.ts";
import { dealPiles, type Piles } from "./piles.ts";
import { layRankings, type RankedCast } from "./rankings.ts";

/** One round: each choice's weight (nothing for those removed before), what no longer counts, and who leaves after it. */
export type Round = { weights: readonly bigint[]; exhausted: bigint; removed: readonly number[] };

/** How a runoff ended: with a winner, with some who cannot be told apart, or with neither. */
export type Runoff = {
  rounds: readonly Round[];
  winner: number | undefined;
  tied: readonly number[];
  /** Who led at the end, and of what its majority was measured. */
  leader: number | undefined;
  base: bigint;
  voters: readonly number[];
};

export type RunoffRules = Pick<RankedPack, "elimination" | "majorityBase" | "majority">;

/** More than half, where a pack asks for nothing else. */
const HALF: Majority = { share: 500_000n, comparison: "more-than" };

/** Instant runoff: the weakest leaves until one has the majority, or until two are left that do not. */
export function countRanked(cast: RankedCast, count: number, rules: RunoffRules): Runoff {
  const piles = dealPiles(layRankings(cast, count), count);
  const voters = [...piles.voters];
  const all = cast.weights.reduce((sum, weight) => sum + weight, 0n);
  const rounds: Round[] = [];
  for (;;) {
    const weights = [...piles.weights];
    const remaining = piles.remaining();
    const base = rules.majorityBase === "all" ? all : all - piles.exhausted();
    const best = remaining.reduce(
      (most, choice) => (valueAt(weights, choice) > most ? valueAt(weights, choice) : most),
      0n,
    );
    const leaders = best === 0n ? [] : remaining.filter((choice) => weights[choice] === best);
    const [leader] = leaders;
    const wins = leaders.length === 1 && isMajority(best, base, rules.majority ?? HALF);
    const removed =
      wins || best === 0n || remaining.length < 3 ? [] : chooseWeakest(remaining, weights, rounds, rules.elimination);
    rounds.push({ weights, exhausted: piles.exhausted(), removed });
    if (removed.length === 0) {
      return {
        rounds,
        winner: wins ? leader : undefined,
        tied: wins ? [] : tiedOf(remaining, leaders, weights),
        leader,
        base,
        voters,
      };
    }
    removeAll(piles, removed);
  }
}

function removeAll(piles: Piles, removed: readonly number[]): void {
  for (const choice of removed) piles.remove(choice);
}

/** At the end the leaders, if several; before it those who could not be told apart at the bottom. */
function tiedOf(
  remaining: readonly number[],
  leaders: readonly number[],
  weights: readonly bigint[],
): readonly number[] {
  if (remaining.length < 3) return leaders.length > 1 ? leaders : [];
  return leaders.length === 0 ? [] : weakestOf(remaining, weights);
}

/** Who leaves; nobody where a tie may not be broken. Those tied leave together where together they could not overtake the next. */
function chooseWeakest(
  remaining: readonly number[],
  weights: readonly bigint[],
  rounds: readonly Round[],
  rule: RankedPack["elimination"],
): readonly number[] {
  let weakest = weakestOf(remaining, weights);
  if (weakest.length === 1) return weakest;
  if (rule === "none") {
    const together = weakest.reduce((sum, choice) => sum + valueAt(weights, choice), 0n);
    const others = remaining.filter((choice) => !weakest.includes(choice));
    return others.length > 0 && others.every((choice) => valueAt(weights, choice) > together) ? weakest : [];
  }
  if (rule === "earliest-round") for (const round of rounds) weakest = weakestOf(weakest, round.weights);
  return weakest.slice(...(rule === "highest-index" ? [-1] : [0, 1]));
}

function weakestOf(among: readonly number[], weights: readonly bigint[]): readonly number[] {
  const least = among.reduce<bigint | undefined>((low, choice) => {
    const weight = valueAt(weights, choice);
    return low === undefined || weight < low ? weight : low;
  }, undefined);
  return among.filter((choice) => weights[choice] === least);
}

function valueAt(weights: readonly bigint[], choice: number): bigint {
  return weights[choice] ?? 0n;
}
