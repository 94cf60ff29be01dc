import { z } from "zod";
import { checkAccounts, checkProofs, checkTotals, sumOf } from "./check-leaves.ts";
import { account, broken, count, hash, hexAmount, parts, proof, readPart } from "./fields.ts";
import type { Json } from "./json.ts";
import { uniswapLeaf } from "./leaves.ts";
import { ONE_TOKEN, type RewardTree, sumByToken, type TreeLeaf } from "./tree.ts";

const file = z.object({ merkleRoot: hash, tokenTotal: hexAmount, claims: parts });

// Some files tell how a claim came about (`flags`); what is claimed is index, account and amount alone.
const claim = z.strictObject({ index: count, amount: hexAmount, proof, flags: z.unknown().optional() });

/** The claims file of Uniswap's MerkleDistributor: one token, one epoch, each claim with a number of its own. */
export function readUniswap(written: Json): RewardTree {
  const { merkleRoot, tokenTotal, claims } = readPart(file, written, "");
  const said = Object.entries(claims).map(([name, written]) => readClaim(name, written));
  const leaves = said.map(({ leaf }) => leaf);
  checkAccounts(leaves, "claims");
  checkIndices(leaves);
  checkProofs(said, merkleRoot, "claims");
  checkTotals([{ name: "tokenTotal", said: tokenTotal, summed: sumOf(leaves, ONE_TOKEN) }], "claims");
  return {
    ...{ format: "uniswap", root: merkleRoot, epoch: undefined, cumulative: false, isWhole: true, leaves },
    totals: sumByToken(leaves),
  };
}

function readClaim(name: string, written: unknown) {
  const owner = readPart(account, name, "claims › the key");
  const { index, amount, proof } = readPart(claim, written, `claims › ${name}`);
  const leaf: TreeLeaf = { account: owner, amounts: [{ token: ONE_TOKEN, amount }], proof, index };
  return { leaf, hash: uniswapLeaf(BigInt(index), owner, amount) };
}

/** The contract marks a claim as paid by its number, so of two with one number only the first would ever be paid. */
function checkIndices(leaves: readonly TreeLeaf[]): void {
  const holders = new Map<number | undefined, string>();
  for (const { index, account } of leaves) {
    const other = holders.get(index);
    if (other !== undefined) throw broken(`In claims, ${other} and ${account} have the same index ${index}.`);
    holders.set(index, account);
  }
}
