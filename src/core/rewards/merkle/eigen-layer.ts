import type { Hex } from "viem";
import { z } from "zod";
import { checkAccounts } from "./check-leaves.ts";
import { account, broken, count, hash, numberAmount, readPart } from "./fields.ts";
import type { Json } from "./json.ts";
import { earnerLeaf, tokenLeaf } from "./leaves.ts";
import { rootAt } from "./proofs.ts";
import { type RewardTree, sumByToken, type TreeAmount, type TreeLeaf } from "./tree.ts";

const LONGEST_PROOF = 64;

// Proofs are bytes: their nodes one after the other.
const proof = z
  .string()
  .regex(new RegExp(`^0x([0-9a-fA-F]{64}){0,${LONGEST_PROOF}}$`), "is not whole nodes of 32 bytes in hexadecimal")
  .transform((text) => (text.slice(2).toLowerCase().match(/.{64}/g) ?? []).map((node): Hex => `0x${node}`));

const claim = z.strictObject({
  ...{ root: hash, rootIndex: count, earnerIndex: count, earnerTreeProof: proof },
  earnerLeaf: z.strictObject({ earner: account, earnerTokenRoot: hash }),
  ...{ tokenIndices: z.array(count), tokenTreeProofs: z.array(proof) },
  tokenLeaves: z.array(z.strictObject({ token: account, cumulativeEarnings: numberAmount })),
  ...{ tokenTreeProofsNum: count.optional(), tokenLeavesNum: count.optional() },
});
type Claim = z.output<typeof claim>;

/**
 * One or several earners' claims against one root of EigenLayer's RewardsCoordinator. What is proven is believed and nothing else:
 * the tree is a part, and earners or tokens that are not shown are unknown. Amounts are cumulative; the format writes them as JSON
 * numbers, which are read digit by digit here (in quotes they are read too).
 */
export function readEigenLayer(written: Json): RewardTree {
  const claims = (Array.isArray(written) ? written : [written]).map((one, index) => {
    const part = Array.isArray(written) ? `claim ${index}` : "";
    return readPart(claim, renamed(one), part);
  });
  const [first] = claims;
  if (first === undefined) throw broken("The file is an empty list: it holds no claim.");
  const other = claims.find(({ root, rootIndex }) => root !== first.root || rootIndex !== first.rootIndex);
  if (other) throw broken(`The file's claims are against two roots: ${first.root} and ${other.root}.`);
  const leaves = claims.map(proveClaim);
  checkAccounts(leaves, "the claims");
  return {
    ...{ format: "eigenlayer", root: first.root, epoch: first.rootIndex, cumulative: true, isWhole: false, leaves },
    totals: sumByToken(leaves),
  };
}

/** The names begin with capitals or not, depending on who wrote the file; one has two names. */
function renamed(written: Json): Json {
  if (Array.isArray(written)) return written.map(renamed);
  if (typeof written !== "object" || written === null) return written;
  const entries = Object.entries(written).map(([name, inner]): [string, Json] => {
    const plain = name.slice(0, 1).toLowerCase() + name.slice(1);
    return [plain === "leafIndices" ? "tokenIndices" : plain, renamed(inner)];
  });
  return Object.fromEntries(entries);
}

function proveClaim(claim: Claim): TreeLeaf {
  const { root, earnerIndex, earnerTreeProof } = claim;
  const { earner, earnerTokenRoot } = claim.earnerLeaf;
  if (rootAt(earnerLeaf(earner, earnerTokenRoot), earnerIndex, earnerTreeProof) !== root)
    throw broken(`earnerTreeProof of ${earner} does not lead from place ${earnerIndex} to the root ${root}.`);
  checkCounts(claim);
  const amounts = claim.tokenLeaves.map((_, index) => proveToken(claim, index));
  if (new Set(amounts.map(({ token }) => token)).size < amounts.length)
    throw broken(`A token stands twice in tokenLeaves of ${earner}.`);
  return { account: earner, amounts, index: earnerIndex };
}

function checkCounts({ earnerLeaf: { earner }, ...claim }: Claim): void {
  const { length } = claim.tokenLeaves;
  if (length === 0) throw broken(`tokenLeaves of ${earner} is empty: the claim claims nothing.`);
  const counts = {
    tokenIndices: claim.tokenIndices.length,
    tokenTreeProofs: claim.tokenTreeProofs.length,
    tokenTreeProofsNum: claim.tokenTreeProofsNum ?? length,
    tokenLeavesNum: claim.tokenLeavesNum ?? length,
  };
  for (const [name, said] of Object.entries(counts))
    if (said !== length) throw broken(`tokenLeaves of ${earner} has ${length} entries, ${name} ${said}.`);
}

function proveToken(claim: Claim, index: number): TreeAmount {
  const { earner, earnerTokenRoot } = claim.earnerLeaf;
  const [leaf, proof, place] = [claim.tokenLeaves[index], claim.tokenTreeProofs[index], claim.tokenIndices[index]];
  if (leaf === undefined || proof === undefined || place === undefined)
    throw broken(`tokenLeaves of ${earner} is torn.`);
  if (rootAt(tokenLeaf(leaf.token, leaf.cumulativeEarnings), place, proof) !== earnerTokenRoot)
    throw broken(
      `The proof of ${leaf.cumulativeEarnings} of ${leaf.token} for ${earner} does not lead to its earnerTokenRoot ${earnerTokenRoot}.`,
    );
  return { token: leaf.token, amount: leaf.cumulativeEarnings };
}
