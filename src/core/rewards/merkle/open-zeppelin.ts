import type { Hex } from "viem";
import { z } from "zod";
import { checkAccounts } from "./check-leaves.ts";
import { account, amount, broken, count, hash, readPart, rowName } from "./fields.ts";
import type { Json } from "./json.ts";
import { standardLeaf } from "./leaves.ts";
import { hashSorted } from "./proofs.ts";
import { ONE_TOKEN, type RewardTree, sumByToken, type TreeLeaf } from "./tree.ts";

const COLUMNS = "address,uint256";

const file = z.object({ leafEncoding: z.array(z.string()), tree: z.array(hash), values: z.array(z.unknown()) });
const entry = z.object({ value: z.tuple([account, amount]), treeIndex: count });

/**
 * The dump of OpenZeppelin's standard tree (`standard-v1`) of (address, uint256): one token, amounts cumulative unless the reader
 * knows better. Every node of the tree is hashed again, and every leaf of it must have its value.
 */
export function readOpenZeppelin(written: Json, cumulative = true): RewardTree {
  const { leafEncoding, tree, values } = readPart(file, written, "");
  if (String(leafEncoding) !== COLUMNS)
    throw broken(`leafEncoding is "${String(leafEncoding).slice(0, 80)}"; reward trees here are of "${COLUMNS}".`);
  const root = checkTree(tree, values.length);
  const leaves = values.map((value, index) =>
    readValue(value, rowName("values", index, Object(value).value?.[0]), tree),
  );
  checkAccounts(leaves, "values");
  return {
    ...{ format: "openzeppelin", root, epoch: undefined, cumulative, isWhole: true, leaves },
    totals: sumByToken(leaves),
  };
}

/** The tree lies flat: the root first, the two nodes below node n at 2n + 1 and 2n + 2. */
function checkTree(tree: readonly Hex[], leafCount: number): Hex {
  const [root] = tree;
  if (root === undefined) throw broken("tree is empty: a tree without a node has no root.");
  if (tree.length !== 2 * leafCount - 1)
    throw broken(`tree has ${tree.length} nodes; ${leafCount} values make ${2 * leafCount - 1}.`);
  tree.slice(0, leafCount - 1).forEach((node, index) => {
    const [left, right] = [tree[2 * index + 1], tree[2 * index + 2]];
    if (left === undefined || right === undefined || hashSorted(left, right) !== node)
      throw broken(`Node ${index} of tree is not the hash of the two nodes below it.`);
  });
  return root;
}

function readValue(written: unknown, part: string, tree: readonly Hex[]): TreeLeaf {
  const { value, treeIndex } = readPart(entry, written, part);
  const [owner, amount] = value;
  // As many leaves as values, no account twice: so no two values share a leaf, and none is left over.
  if (2 * treeIndex + 1 < tree.length || tree[treeIndex] !== standardLeaf(owner, amount))
    throw broken(`${part}, with ${amount}, is not the leaf at ${treeIndex} of tree.`);
  return { account: owner, amounts: [{ token: ONE_TOKEN, amount }], proof: proofAt(tree, treeIndex) };
}

function proofAt(tree: readonly Hex[], leafIndex: number): Hex[] {
  const proof: Hex[] = [];
  for (let index = leafIndex; index > 0; index = (index - 1) >> 1)
    proof.push(tree[index % 2 ? index + 1 : index - 1] as Hex);
  return proof;
}
