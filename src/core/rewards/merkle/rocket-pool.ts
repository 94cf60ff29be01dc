import { z } from "zod";
import { checkAccounts, checkProofs, checkTotals, type SaidTotal } from "./check-leaves.ts";
import { account, amount, broken, count, hash, parts, proof, readPart } from "./fields.ts";
import type { Json } from "./json.ts";
import { rocketPoolLeaf } from "./leaves.ts";
import { type RewardTree, sumByToken, type TreeLeaf } from "./tree.ts";

const NEWEST = 4;

const version = z.object({ rewardsFileVersion: count });

// Of what a file says about the pool's own shares of the smoothing pool nothing is held: those go to no leaf.
const total = { totalCollateralRpl: amount, totalOracleDaoRpl: amount, nodeOperatorSmoothingPoolEth: amount };
const header = {
  ...{ index: count, merkleRoot: hash },
  networkRewards: parts,
  nodeRewards: parts,
};
const file = z.object({ ...header, totalRewards: z.object(total) });
const fileWithVoters = z.object({ ...header, totalRewards: z.object({ ...total, totalVoterShareEth: amount }) });

const network = z.object({ collateralRpl: amount, oracleDaoRpl: amount, smoothingPoolEth: amount });

// Strict: what is not known in a leaf may be money.
const node = {
  ...{ rewardNetwork: count, collateralRpl: amount, oracleDaoRpl: amount, smoothingPoolEth: amount },
  ...{ smoothingPoolEligibilityRate: z.unknown().optional(), merkleProof: proof },
};
const nodeReward = z.strictObject(node);
const nodeRewardWithVoter = z.strictObject({ ...node, voterShareEth: amount });

/** What one node earned, by where it came from. Wei. */
type Earned = { network: number; collateral: bigint; oracle: bigint; pool: bigint; voter: bigint };

/**
 * A Rocket Pool interval (file versions 1 to 4): each node earns RPL (collateral and oracle DAO) and ETH (smoothing pool and, from
 * version 4, voter share). Every proof, the totals, and the sums per network are held to the wei.
 */
export function readRocketPool(written: Json): RewardTree {
  const { rewardsFileVersion } = readPart(version, written, "");
  if (rewardsFileVersion < 1 || rewardsFileVersion > NEWEST)
    throw broken(`rewardsFileVersion is ${rewardsFileVersion}; the versions 1 to ${NEWEST} are known here.`);
  const hasVoters = rewardsFileVersion >= 4;
  const { index, merkleRoot, networkRewards, nodeRewards, totalRewards } = hasVoters
    ? readPart(fileWithVoters, written, "")
    : readPart(file, written, "");
  const nodes = Object.entries(nodeRewards).map(([name, said]) => readNode(name, said, hasVoters));
  const leaves = nodes.map(({ leaf }) => leaf);
  checkAccounts(leaves, "nodeRewards");
  checkProofs(nodes, merkleRoot, "nodeRewards");
  const all = nodes.map(({ earned }) => earned);
  checkTotals(totalsOf(totalRewards, all), "nodeRewards");
  checkNetworks(networkRewards, all);
  return {
    ...{ format: "rocket-pool", root: merkleRoot, epoch: index, cumulative: false, isWhole: true, leaves },
    totals: sumByToken(leaves),
  };
}

function readNode(name: string, written: unknown, hasVoters: boolean) {
  const part = `nodeRewards › ${name}`;
  const owner = readPart(account, name, "nodeRewards › the key");
  const read = hasVoters ? readPart(nodeRewardWithVoter, written, part) : readPart(nodeReward, written, part);
  const voter = "voterShareEth" in read ? (read.voterShareEth as bigint) : undefined;
  const { rewardNetwork, collateralRpl, oracleDaoRpl, smoothingPoolEth, merkleProof } = read;
  const rpl = collateralRpl + oracleDaoRpl;
  const leaf: TreeLeaf = {
    account: owner,
    amounts: [
      { token: "RPL", amount: rpl },
      { token: "ETH", amount: smoothingPoolEth + (voter ?? 0n) },
    ],
    proof: merkleProof,
    network: rewardNetwork,
  };
  const claim = { account: owner, network: BigInt(rewardNetwork), rpl, eth: smoothingPoolEth };
  const earned: Earned = {
    ...{ network: rewardNetwork, collateral: collateralRpl, oracle: oracleDaoRpl },
    ...{ pool: smoothingPoolEth, voter: voter ?? 0n },
  };
  return { leaf, earned, hash: rocketPoolLeaf(voter === undefined ? claim : { ...claim, voterEth: voter }) };
}

type SaidTotals = z.output<typeof file>["totalRewards"] & { totalVoterShareEth?: bigint };

function totalsOf(said: SaidTotals, nodes: readonly Earned[]): SaidTotal[] {
  const entry = (name: string, said: bigint | undefined, of: (node: Earned) => bigint): SaidTotal[] =>
    said === undefined ? [] : [{ name: `totalRewards › ${name}`, said, summed: sum(nodes, of) }];
  return [
    ...entry("totalCollateralRpl", said.totalCollateralRpl, ({ collateral }) => collateral),
    ...entry("totalOracleDaoRpl", said.totalOracleDaoRpl, ({ oracle }) => oracle),
    ...entry("nodeOperatorSmoothingPoolEth", said.nodeOperatorSmoothingPoolEth, ({ pool }) => pool),
    ...entry("totalVoterShareEth", said.totalVoterShareEth, ({ voter }) => voter),
  ];
}

/** What the file says is sent to each network is what its nodes there claim. There, voters' ETH stands in the smoothing pool's. */
function checkNetworks(said: Record<string, unknown>, nodes: readonly Earned[]): void {
  const byNetwork = Map.groupBy(nodes, ({ network }) => String(network));
  for (const name of byNetwork.keys())
    if (!Object.hasOwn(said, name)) throw broken(`networkRewards › ${name} is missing, and nodes claim there.`);
  for (const [name, written] of Object.entries(said)) {
    const part = `networkRewards › ${name}`;
    const { collateralRpl, oracleDaoRpl, smoothingPoolEth } = readPart(network, written, part);
    const here = byNetwork.get(name) ?? [];
    const eth = sum(here, ({ pool, voter }) => pool + voter);
    const totals = [
      { name: `${part} › collateralRpl`, said: collateralRpl, summed: sum(here, ({ collateral }) => collateral) },
      { name: `${part} › oracleDaoRpl`, said: oracleDaoRpl, summed: sum(here, ({ oracle }) => oracle) },
      { name: `${part} › smoothingPoolEth`, said: smoothingPoolEth, summed: eth },
    ];
    checkTotals(totals, "nodeRewards");
  }
}

function sum(nodes: readonly Earned[], of: (node: Earned) => bigint): bigint {
  return nodes.reduce((sum, node) => sum + of(node), 0n);
}
