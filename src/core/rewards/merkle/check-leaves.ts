import type { Hex } from "viem";
import { broken } from "./fields.ts";
import { createClimb } from "./proofs.ts";
import { sumByToken, type TreeLeaf } from "./tree.ts";

/** A leaf as a file says it, and its hash as the contract would compute it from what the file says. */
export type SaidLeaf = { leaf: TreeLeaf; hash: Hex };

/** Refuses a part of a file that names nobody, or somebody twice. */
export function checkAccounts(leaves: readonly TreeLeaf[], part: string): void {
  if (leaves.length === 0) throw broken(`${part} is empty: a tree without a leaf has no root.`);
  const seen = new Set<string>();
  for (const { account } of leaves) {
    if (seen.has(account)) throw broken(`${account} stands twice in ${part}.`);
    seen.add(account);
  }
}

/**
 * Refuses leaves of which one does not lead to the root by its own proof, and lists from which one is left out: each node that a
 * proof leans on must lie above leaves that are shown.
 */
export function checkProofs(said: readonly SaidLeaf[], root: Hex, part: string): void {
  const climb = createClimb();
  for (const { leaf, hash } of said) {
    if (leaf.proof === undefined) throw broken(`The proof of ${leaf.account} in ${part} is missing.`);
    if (climb.rootOf(hash, leaf.proof) !== root)
      throw broken(
        `The proof of ${leaf.account} in ${part} does not lead to the root ${root}: its amount, its account, its proof or the root was changed.`,
      );
  }
  const strange = climb.strange();
  if (strange !== undefined)
    throw broken(`${part} does not show the whole tree: proofs lean on ${strange}, and no leaf shown leads there.`);
}

/** A total as a file says it, beside what its leaves sum up to. */
export type SaidTotal = { name: string; said: bigint; summed: bigint };

/** Refuses a file of which a total is not the sum of its leaves. */
export function checkTotals(totals: readonly SaidTotal[], part: string): void {
  for (const { name, said, summed } of totals)
    if (said !== summed) throw broken(`${name} says ${said}, but ${part} sums up to ${summed}.`);
}

/** The sum of one token over leaves. */
export function sumOf(leaves: readonly TreeLeaf[], token: string): bigint {
  return sumByToken(leaves).get(token) ?? 0n;
}
