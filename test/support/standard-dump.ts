import type { Address, Hex } from "viem";
import { standardLeaf } from "../../src/core/rewards/merkle/leaves.ts";
import { hashSorted } from "../../src/core/rewards/merkle/proofs.ts";

/** A tree of (address, uint256) as OpenZeppelin's library dumps it. */
export function standardDump(entries: readonly (readonly [Address, bigint])[]): { root: Hex; text: string } {
  const hashed = entries.map(([owner, amount]) => ({ owner, amount, hash: standardLeaf(owner, amount) }));
  const sorted = [...hashed].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const tree = new Array<Hex>(2 * sorted.length - 1);
  for (const [index, { hash }] of sorted.entries()) tree[tree.length - 1 - index] = hash;
  for (let index = sorted.length - 2; index >= 0; index -= 1)
    tree[index] = hashSorted(tree[2 * index + 1] as Hex, tree[2 * index + 2] as Hex);
  const values = hashed.map(({ owner, amount, hash }) => ({
    value: [owner, String(amount)],
    treeIndex: tree.indexOf(hash),
  }));
  const text = JSON.stringify({ format: "standard-v1", leafEncoding: ["address", "uint256"], tree, values });
  return { root: tree[0] as Hex, text };
}
