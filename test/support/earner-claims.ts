import { type Address, type Hex, keccak256 } from "viem";
import { earnerLeaf, tokenLeaf } from "../../src/core/rewards/merkle/leaves.ts";

/** What an earner has earned in all, by token. */
export type Earner = { earner: Address; tokens: readonly (readonly [Address, bigint])[] };

/** A tree whose pairs keep their order, filled up with zeros to a power of two, and the proof of each leaf. */
function orderedTree(leaves: readonly Hex[]): { root: Hex; proofs: Hex[][] } {
  const zero: Hex = `0x${"0".repeat(64)}`;
  let width = 1;
  while (width < leaves.length) width *= 2;
  let layer: Hex[] = [...leaves, ...new Array<Hex>(width - leaves.length).fill(zero)];
  const proofs: Hex[][] = leaves.map(() => []);
  for (let depth = 0; layer.length > 1; depth += 1) {
    for (const [index, proof] of proofs.entries()) proof.push(layer[(index >> depth) ^ 1] as Hex);
    layer = Array.from({ length: layer.length / 2 }, (_, index) =>
      keccak256(`${layer[2 * index]}${(layer[2 * index + 1] as Hex).slice(2)}` as Hex),
    );
  }
  return { root: layer[0] as Hex, proofs };
}

const joined = (proof: readonly Hex[]) => `0x${proof.map((node) => node.slice(2)).join("")}`;

/** The claims of these earners against one root, as EigenLayer's tools write them: amounts are JSON numbers. */
export function earnerClaims(rootIndex: number, earners: readonly Earner[]): { root: Hex; text: string } {
  const trees = earners.map(({ tokens }) => orderedTree(tokens.map(([token, amount]) => tokenLeaf(token, amount))));
  const leaves = earners.map(({ earner }, index) => earnerLeaf(earner, trees[index]?.root as Hex));
  const { root, proofs } = orderedTree(leaves);
  const claims = earners.map(({ earner, tokens }, index) => {
    const tree = trees[index];
    const said = {
      ...{ Root: root, RootIndex: rootIndex, EarnerIndex: index, EarnerTreeProof: joined(proofs[index] ?? []) },
      EarnerLeaf: { Earner: earner, EarnerTokenRoot: tree?.root },
      LeafIndices: tokens.map((_, at) => at),
      TokenTreeProofs: tree?.proofs.map(joined),
      TokenLeaves: tokens.map(([token, amount]) => ({ Token: token, CumulativeEarnings: `<${amount}>` })),
    };
    // Written as they are there, digit by digit.
    return JSON.stringify(said).replace(/"<(\d+)>"/g, "$1");
  });
  return { root, text: `[${claims.join(",")}]` };
}
