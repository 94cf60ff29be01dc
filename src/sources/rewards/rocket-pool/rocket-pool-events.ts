import { toEventSelector } from "viem";
import type { RawLog } from "../../../chain/chain.ts";
import { decodeLog, requireEvent } from "../../event-text.ts";

// Version 1.4 of the protocol changed both events; intervals of before are told and claimed by the old ones.
const snapshots = [
  "event RewardSnapshot(uint256 indexed rewardIndex, (uint256 rewardIndex, uint256 executionBlock, uint256 consensusBlock, bytes32 merkleRoot, string merkleTreeCID, uint256 intervalsPassed, uint256 treasuryRPL, uint256[] trustedNodeRPL, uint256[] nodeRPL, uint256[] nodeETH, uint256 userETH) submission, uint256 intervalStartTime, uint256 intervalEndTime, uint256 time)",
  "event RewardSnapshot(uint256 indexed rewardIndex, (uint256 rewardIndex, uint256 executionBlock, uint256 consensusBlock, bytes32 merkleRoot, uint256 intervalsPassed, uint256 smoothingPoolETH, uint256 treasuryRPL, uint256 treasuryETH, uint256 userETH, uint256[] trustedNodeRPL, uint256[] nodeRPL, uint256[] nodeETH) submission, uint256 intervalStartTime, uint256 intervalEndTime, uint256 time)",
].map(requireEvent);
const listedClaims = requireEvent(
  "event RewardsClaimed(address indexed claimer, uint256[] rewardIndex, uint256[] amountRPL, uint256[] amountETH)",
);
const structClaims = requireEvent(
  "event RewardsClaimed(address indexed claimer, (uint256 rewardIndex, uint256 amountRPL, uint256 amountSmoothingPoolETH, uint256 amountVoterETH, bytes32[] merkleProof)[] claims)",
);
const megapoolPaid = requireEvent(
  "event RewardsDistributed(uint256 nodeAmount, uint256 voterAmount, uint256 rethAmount, uint256 protocolDaoAmount, uint256 time)",
);
const feesPaid = requireEvent(
  "event FeesDistributed(address nodeAddress, uint256 userAmount, uint256 nodeAmount, uint256 time)",
);

/** The first topics of what is read. */
export const rocketPoolTopics = {
  snapshots: snapshots.map((event) => toEventSelector(event)),
  claims: [listedClaims, structClaims].map((event) => toEventSelector(event)),
  megapool: toEventSelector(megapoolPaid),
  fees: toEventSelector(feesPaid),
};

/** An interval's tree, and what the chain gives to nodes in all by it; wei. */
export type Snapshot = { index: bigint; root: `0x${string}`; rpl: bigint; eth: bigint };

/** What a node claimed of one interval; wei. */
export type IntervalClaim = { index: bigint; rpl: bigint; eth: bigint };

/** Reads a snapshot; undefined for another event. */
export function readSnapshot(log: RawLog): Snapshot | undefined {
  const event = snapshots.find((_, generation) => rocketPoolTopics.snapshots[generation] === log.topics[0]);
  if (event === undefined) return undefined;
  const { rewardIndex, submission } = decodeLog(event, log) as { rewardIndex: bigint; submission: Submission };
  const { merkleRoot, trustedNodeRPL, nodeRPL, nodeETH } = submission;
  return { index: rewardIndex, root: merkleRoot, rpl: sum(trustedNodeRPL) + sum(nodeRPL), eth: sum(nodeETH) };
}

/** Reads the intervals of a claim; undefined for another event, or one whose lists are not of one length. */
export function readClaims(log: RawLog): readonly IntervalClaim[] | undefined {
  if (log.topics[0] === rocketPoolTopics.claims[1]) {
    const { claims } = decodeLog(structClaims, log) as { claims: readonly StructClaim[] };
    return claims.map((claim) => ({
      index: claim.rewardIndex,
      rpl: claim.amountRPL,
      eth: claim.amountSmoothingPoolETH + claim.amountVoterETH,
    }));
  }
  if (log.topics[0] !== rocketPoolTopics.claims[0]) return undefined;
  const { rewardIndex, amountRPL, amountETH } = decodeLog(listedClaims, log) as Record<string, readonly bigint[]>;
  if (!rewardIndex || rewardIndex.length !== amountRPL?.length || rewardIndex.length !== amountETH?.length)
    return undefined;
  return rewardIndex.map((index, at) => ({ index, rpl: amountRPL[at] as bigint, eth: amountETH[at] as bigint }));
}

/** What a node earned by a megapool's distribution; wei. */
export function readMegapoolPaid(log: RawLog): bigint {
  return decodeLog(megapoolPaid, log)["nodeAmount"] as bigint;
}

/** Which node a fee distributor paid, and how much; wei. */
export function readFeesPaid(log: RawLog): { nodeAddress: `0x${string}`; nodeAmount: bigint } {
  return decodeLog(feesPaid, log) as { nodeAddress: `0x${string}`; nodeAmount: bigint };
}

type Submission = {
  merkleRoot: `0x${string}`;
  trustedNodeRPL: readonly bigint[];
  nodeRPL: readonly bigint[];
  nodeETH: readonly bigint[];
};

type StructClaim = { rewardIndex: bigint; amountRPL: bigint; amountSmoothingPoolETH: bigint; amountVoterETH: bigint };

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
