import type { Hex } from "viem";
import { z } from "zod";
import { checkAccounts, checkProofs, checkTotals, sumOf } from "./check-leaves.ts";
import { account, amount, broken, count, hash, proof, readPart, rowName } from "./fields.ts";
import type { Json } from "./json.ts";
import { standardLeaf } from "./leaves.ts";
import { standardRoot } from "./standard-root.ts";
import { ONE_TOKEN, type RewardTree, sumByToken } from "./tree.ts";

/** How such a file says what it is. */
export const STEWARD_TREE = "steward-tree/1";

const tokenName = z.string().min(1).max(80);
const file = z.strictObject({
  ...{ format: z.literal(STEWARD_TREE), root: hash, cumulative: z.boolean() },
  ...{ epoch: count.optional(), token: tokenName.optional(), total: amount.optional(), leaves: z.array(z.unknown()) },
});
const leafSchema = z.strictObject({ account, amount, proof: proof.optional() });

/**
 * The plain list: accounts and amounts of one token, hashed as OpenZeppelin's standard (address, uint256). With proofs each is
 * followed; without any, the tree is built anew from all leaves. Either way it must be the root that the file says.
 */
export function readStewardTree(written: Json): RewardTree {
  const { root, epoch, cumulative, total, leaves: list, token = ONE_TOKEN } = readPart(file, written, "");
  const said = list.map((written, index) => {
    const { account, amount, proof } = readPart(leafSchema, written, rowName("leaves", index, Object(written).account));
    const leaf = { account, amounts: [{ token, amount }], ...(proof && { proof }) };
    return { leaf, hash: standardLeaf(account, amount) };
  });
  const leaves = said.map(({ leaf }) => leaf);
  checkAccounts(leaves, "leaves");
  if (leaves.some(({ proof }) => proof !== undefined)) checkProofs(said, root, "leaves");
  else
    checkRoot(
      said.map(({ hash }) => hash),
      root,
    );
  if (total !== undefined) checkTotals([{ name: "total", said: total, summed: sumOf(leaves, token) }], "leaves");
  return { format: "steward", root, epoch, cumulative, isWhole: true, leaves, totals: sumByToken(leaves) };
}

function checkRoot(hashes: readonly Hex[], root: Hex): void {
  const built = standardRoot(hashes);
  if (built !== root) throw broken(`The leaves make a tree with the root ${built}, and the file says ${root}.`);
}
