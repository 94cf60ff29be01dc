import type { Address, Hex } from "viem";

/** The shapes of tree files that are read, by the names under which config and command line know them. */
export const TREE_FORMATS = ["rocket-pool", "uniswap", "openzeppelin", "steward", "eigenlayer"] as const;

/** The shape of a tree file. */
export type TreeFormat = (typeof TREE_FORMATS)[number];

/** An amount in the token's smallest unit; `token` is its address or symbol, or `ONE_TOKEN`. */
export type TreeAmount = { token: string; amount: bigint };

/** The token of a file that has one and does not name it. */
export const ONE_TOKEN = "token";

/** What one account may claim: at most one amount per token. */
export type TreeLeaf = {
  /** With its checksum, as viem writes addresses. */
  account: Address;
  amounts: readonly TreeAmount[];
  /** Where pairs are sorted: the nodes from the leaf's sibling up to below the root. */
  proof?: readonly Hex[];
  /** Its number, where the distributor has one. */
  index?: number;
  /** The network on which it is claimed, where a tree serves several (Rocket Pool: 0 is the main one). */
  network?: number;
};

/** A reward tree of which everything has been checked: each leaf leads to `root`, and the totals are the leaves' sums. */
export type RewardTree = {
  format: TreeFormat;
  /** Lower case. */
  root: Hex;
  /** The interval, cycle or root index, where the file says it. */
  epoch: number | undefined;
  /** Whether amounts are all that was ever earned (the contract pays what is above the claimed), or this epoch's alone. */
  cumulative: boolean;
  /** Whether these are all leaves of the tree; a part proves what it shows and says nothing of others. */
  isWhole: boolean;
  leaves: readonly TreeLeaf[];
  /** By token, summed over the leaves. */
  totals: ReadonlyMap<string, bigint>;
};

/** What the leaves hold of each token. */
export function sumByToken(leaves: readonly TreeLeaf[]): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { amounts } of leaves)
    for (const { token, amount } of amounts) totals.set(token, (totals.get(token) ?? 0n) + amount);
  return totals;
}
