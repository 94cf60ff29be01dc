import { Refusal } from "../../../errors.ts";
import { integerRoot } from "../counting/integer-root.ts";

/** A weight that speaks for a voter: a wallet, a node, a source. Several rows of one voter are added up. */
export type WeightRow = { voter: string; weight: bigint };

/** Who may vote with what weight, and all weight there is: undefined where that cannot be known. */
export type Electorate = {
  voters: readonly string[];
  weights: readonly bigint[];
  index: ReadonlyMap<string, number>;
  total: bigint | undefined;
};

/** How rows become an electorate. */
export type ElectorateRules = {
  /** Each row weighs its square root, floored, before rows are added up. */
  root?: boolean;
  /** Voters whose weight neither votes nor counts as weight that could. */
  excluded?: ReadonlySet<string>;
  /** All weight, of which what excluded voters hold is taken off; left out: the sum of the rows; `unknown` where nobody knows. */
  supply?: bigint | "unknown";
};

/** Adds up rows by voter; the same rows in any order weigh the same. */
export function makeElectorate(
  rows: Iterable<WeightRow>,
  { root, excluded, supply }: ElectorateRules = {},
): Electorate {
  const index = new Map<string, number>();
  const voters: string[] = [];
  const weights: bigint[] = [];
  let [sum, left] = [0n, 0n];
  for (const { voter, weight } of rows) {
    if (weight < 0n) throw new Refusal(`${voter} has a weight below zero.`);
    const counted = root ? integerRoot(weight) : weight;
    if (excluded?.has(voter)) {
      left += counted;
      continue;
    }
    sum += counted;
    const known = index.get(voter);
    if (known !== undefined) weights[known] = (weights[known] ?? 0n) + counted;
    else {
      index.set(voter, voters.length);
      voters.push(voter);
      weights.push(counted);
    }
  }
  return { voters, weights, index, total: totalOf(supply, sum, left) };
}

/** Rows of wallets as rows of the people who hold them; a wallet of nobody stands for itself. */
export function mergeWallets(rows: readonly WeightRow[], holders: ReadonlyMap<string, string>): WeightRow[] {
  return rows.map(({ voter, weight }) => ({ voter: holders.get(voter) ?? voter, weight }));
}

function totalOf(supply: ElectorateRules["supply"], sum: bigint, left: bigint): bigint | undefined {
  if (supply === "unknown") return undefined;
  const total = supply === undefined ? sum : supply - left;
  if (total >= sum) return total;
  throw new Refusal(`The electorate's rows weigh ${sum} together, more than all weight there is (${total}).`);
}
