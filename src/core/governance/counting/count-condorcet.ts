import type { CondorcetPack } from "../rule-pack.ts";
import { createLimbSums, type LimbSums } from "./limb-sums.ts";
import { layRankings, type RankedCast } from "./rankings.ts";

/** Every pair's weights, what follows from them, and who leads by the declared rules. */
export type Pairing = {
  /** `pairs[a][b]`: the weight that prefers a to b. */
  pairs: readonly (readonly bigint[])[];
  /** Two for each choice beaten, one for each equalled. */
  points: readonly number[];
  firsts: readonly bigint[];
  voters: readonly number[];
  /** One, or those that the declared rules cannot tell apart; none where nothing was preferred to anything. */
  leaders: readonly number[];
};

/** Compares every two choices over all ballots; a ranked choice is preferred to all that a ballot leaves out. */
export function countCondorcet(cast: RankedCast, count: number, tieBreak: CondorcetPack["tieBreak"]): Pairing {
  const { places, starts, weights } = layRankings(cast, count);
  const largest = weights.reduce((most, weight) => (weight > most ? weight : most), 0n);
  const sums = createLimbSums(count * count, largest);
  const firsts = new Array<bigint>(count).fill(0n);
  const voters = new Array<number>(count).fill(0);
  const order = new Int32Array(count);
  for (let ballot = 0; ballot < weights.length; ballot += 1) {
    const start = starts[ballot] ?? 0;
    const named = (starts[ballot + 1] ?? 0) - start;
    if (named === 0) continue;
    for (let place = 0; place < named; place += 1) order[place] = places[start + place] ?? 0;
    if (named < count) addUnnamed(order, named, count);
    sums.load(weights[ballot] ?? 0n);
    addPairs(sums, order, named, count);
    const first = order[0] ?? 0;
    firsts[first] = (firsts[first] ?? 0n) + (weights[ballot] ?? 0n);
    voters[first] = (voters[first] ?? 0) + 1;
  }
  const pairs = firsts.map((_, a) => firsts.map((_, b) => sums.read(a * count + b)));
  const points = pairs.map((row, a) =>
    row.reduce((sum, over, b) => sum + pointsFor(over, pairs[b]?.[a] ?? 0n, a === b), 0),
  );
  return { pairs, points, firsts, voters, leaders: findLeaders({ pairs, points, firsts }, tieBreak) };
}

function addUnnamed(order: Int32Array, named: number, count: number): void {
  let place = named;
  for (let choice = 0; choice < count; choice += 1) {
    let isNamed = false;
    for (let earlier = 0; earlier < named; earlier += 1) if (order[earlier] === choice) isNamed = true;
    if (!isNamed) order[place++] = choice;
  }
}

function addPairs(sums: LimbSums, order: Int32Array, named: number, count: number): void {
  for (let better = 0; better < named; better += 1) {
    const row = (order[better] ?? 0) * count;
    for (let worse = better + 1; worse < count; worse += 1) sums.add(row + (order[worse] ?? 0));
  }
}

function pointsFor(over: bigint, under: bigint, isSame: boolean): number {
  if (isSame || over < under) return 0;
  return over === under ? 1 : 2;
}

function findLeaders(
  { pairs, points, firsts }: Pick<Pairing, "pairs" | "points" | "firsts">,
  tieBreak: CondorcetPack["tieBreak"],
): readonly number[] {
  if (firsts.every((first) => first === 0n)) return [];
  const most = Math.max(...points);
  const leaders = points.flatMap((own, choice) => (own === most ? [choice] : []));
  if (leaders.length === 1 || tieBreak === "none") return leaders;
  if (tieBreak === "lowest-index") return leaders.slice(0, 1);
  const supports = pairs.map((row) => row.reduce((sum, over) => sum + over, 0n));
  const by = tieBreak === "support" ? supports : firsts;
  const best = leaders.reduce((high, choice) => ((by[choice] ?? 0n) > high ? (by[choice] ?? 0n) : high), 0n);
  return leaders.filter((choice) => by[choice] === best);
}
