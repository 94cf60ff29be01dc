import type { Address, Hex } from "viem";
import { type RocketPoolClaim, rocketPoolLeaf } from "../../src/core/rewards/merkle/leaves.ts";
import { hashSorted } from "../../src/core/rewards/merkle/proofs.ts";

/** What a node earned in an interval; wei. */
export type NodeShare = { node: Address; collateral: bigint; oracle?: bigint; pool: bigint; voter: bigint };

/** An interval's file in its newest form, and its root. */
export function rocketPoolTree(index: number, shares: readonly NodeShare[]): { root: Hex; text: string } {
  const leaves = shares.map(({ node, collateral, oracle = 0n, pool, voter }) => {
    const claim: RocketPoolClaim = { account: node, network: 0n, rpl: collateral + oracle, eth: pool, voterEth: voter };
    return rocketPoolLeaf(claim);
  });
  const layers = [[...leaves].sort()];
  for (let layer = layers[0] as Hex[]; layer.length > 1; layer = layers.at(-1) as Hex[])
    layers.push(
      Array.from({ length: Math.ceil(layer.length / 2) }, (_, at) => {
        const [left, right] = [layer[2 * at] as Hex, layer[2 * at + 1]];
        return right ? hashSorted(left, right) : left;
      }),
    );
  const proofOf = (leaf: Hex) => {
    let place = (layers[0] as Hex[]).indexOf(leaf);
    return layers.slice(0, -1).flatMap((layer) => {
      const sibling = layer[place ^ 1];
      place >>= 1;
      return sibling ? [sibling] : [];
    });
  };
  const sum = (of: (share: NodeShare) => bigint) => String(shares.reduce((total, share) => total + of(share), 0n));
  const [collateral, oracle] = [sum((share) => share.collateral), sum((share) => share.oracle ?? 0n)];
  const nodeRewards = Object.fromEntries(
    shares.map((share, at) => [
      share.node.toLowerCase(),
      {
        ...{ rewardNetwork: 0, collateralRpl: String(share.collateral), oracleDaoRpl: String(share.oracle ?? 0n) },
        ...{ smoothingPoolEth: String(share.pool), voterShareEth: String(share.voter) },
        merkleProof: proofOf(leaves[at] as Hex),
      },
    ]),
  );
  const file = {
    ...{ rewardsFileVersion: 4, index, merkleRoot: layers.at(-1)?.[0] },
    totalRewards: {
      ...{ totalCollateralRpl: collateral, totalOracleDaoRpl: oracle },
      nodeOperatorSmoothingPoolEth: sum(({ pool }) => pool),
      totalVoterShareEth: sum(({ voter }) => voter),
    },
    networkRewards: {
      "0": {
        collateralRpl: collateral,
        oracleDaoRpl: oracle,
        smoothingPoolEth: sum(({ pool, voter }) => pool + voter),
      },
    },
    nodeRewards,
  };
  return { root: layers.at(-1)?.[0] as Hex, text: JSON.stringify(file) };
}
