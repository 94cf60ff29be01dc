import { type Hex, keccak256 } from "viem";

/** Two nodes as their parent hashes them. */
export type HashPair = (one: Hex, other: Hex) => Hex;

/** OpenZeppelin's pairs: the smaller node first, so that a proof needs no positions. Hashes are lower case. */
export function hashSorted(one: Hex, other: Hex): Hex {
  return one < other ? keccak256(`${one}${other.slice(2)}` as Hex) : keccak256(`${other}${one.slice(2)}` as Hex);
}

/** The root to which a leaf and its proof lead where pairs are sorted. */
export function rootOf(leaf: Hex, proof: readonly Hex[], hashPair: HashPair = hashSorted): Hex {
  return proof.reduce(hashPair, leaf);
}

/**
 * The root to which a leaf leads from its place in the lowest layer, where pairs keep their order; undefined for a place that a
 * tree as deep as the proof does not have.
 */
export function rootAt(leaf: Hex, index: number, proof: readonly Hex[]): Hex | undefined {
  let [node, place] = [leaf, BigInt(index)];
  for (const sibling of proof) {
    const [left, right] = place & 1n ? [sibling, node] : [node, sibling];
    node = keccak256(`${left}${right.slice(2)}` as Hex);
    place >>= 1n;
  }
  return place === 0n ? node : undefined;
}

/** Whether a leaf is in the tree with this root; with an index pairs keep their order, without one they are sorted. */
export function verifyProof(claim: { leaf: Hex; proof: readonly Hex[]; root: Hex; index?: number }): boolean {
  const { leaf, proof, root, index } = claim;
  return (index === undefined ? rootOf(leaf, proof) : rootAt(leaf, index, proof)) === root.toLowerCase();
}

/**
 * Follows many proofs of one tree with sorted pairs, hashing each pair once: the proofs of 10,000 leaves meet on their way up.
 * `strange` is a node that proofs lean on although no leaf shown here leads to it: the tree then has leaves that are not shown.
 */
export function createClimb(): { rootOf: (leaf: Hex, proof: readonly Hex[]) => Hex; strange: () => Hex | undefined } {
  const reached = new Map<Hex, Step | undefined>();
  const leanedOn = new Set<Hex>();
  const hashPair: HashPair = (node, sibling) => {
    const known = reached.get(node);
    if (known?.sibling === sibling) return known.parent;
    const parent = hashSorted(node, sibling);
    reached.set(node, { sibling, parent });
    leanedOn.add(sibling);
    return parent;
  };
  return {
    rootOf: (leaf, proof) => {
      const root = rootOf(leaf, proof, hashPair);
      if (!reached.has(root)) reached.set(root, undefined);
      return root;
    },
    strange: () => [...leanedOn].find((node) => !reached.has(node) && !PADDING.has(node)),
  };
}

/** A node's way up. */
type Step = { sibling: Hex; parent: Hex };

/** Some trees fill their lowest layer up with zeros; these are the nodes above nothing but zeros. */
const PADDING: ReadonlySet<string> = new Set(paddingNodes(40));

function paddingNodes(layers: number): Hex[] {
  let node: Hex = `0x${"0".repeat(64)}`;
  return Array.from({ length: layers }, () => {
    const here = node;
    node = hashSorted(here, here);
    return here;
  });
}
