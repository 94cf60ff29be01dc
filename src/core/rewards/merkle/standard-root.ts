import type { Hex } from "viem";
import { hashSorted } from "./proofs.ts";

/**
 * The root of OpenZeppelin's standard tree over these leaf hashes (at least one), in whatever order they come: they are sorted, and
 * laid from the end of a complete binary tree.
 */
export function standardRoot(hashes: readonly Hex[]): Hex {
  const tree = [...hashes].sort().reverse();
  // Nodes are made from the end, two at a time; what is made stands where the next pairs are taken from.
  const nodes: Hex[] = new Array(tree.length - 1).concat(tree);
  for (let index = tree.length - 2; index >= 0; index--)
    nodes[index] = hashSorted(nodes[2 * index + 1] as Hex, nodes[2 * index + 2] as Hex);
  return nodes[0] as Hex;
}
