import { uptimeBps } from "./node-work.ts";
import type { WorldNode } from "./world.ts";

/** What the registry says when rewards are shared out. */
export type RewardTerms = {
  /** HELIO for one day, in units of 1e-18. */
  rewardPerEpoch: bigint;
  operatorFeeBps: bigint;
  /** Per region, scaled by 1e18. */
  multipliers: Readonly<Record<string, bigint>>;
};

export type EpochRewards = {
  payments: { nodeId: bigint; amount: bigint }[];
  /** What is kept back for the fee collector. */
  fee: bigint;
};

/**
 * Shares a day's reward among the nodes by their region's multiplier. A node gets its share times its uptime, less the
 * operator fee; what idle nodes miss stays unspent. Each amount is rounded down to 1e-18 HELIO.
 */
export function epochRewards(
  epoch: number,
  firstEpoch: number,
  nodes: readonly WorldNode[],
  terms: RewardTerms,
): EpochRewards {
  const working = nodes.filter((node) => node.retiredEpoch === undefined || epoch < node.retiredEpoch);
  const multiplier = (node: WorldNode) => terms.multipliers[node.region] ?? 0n;
  const all = working.reduce((sum, node) => sum + multiplier(node), 0n);
  const result: EpochRewards = { payments: [], fee: 0n };
  if (all === 0n) return result;
  for (const node of working) {
    const uptime = BigInt(uptimeBps(node.id, epoch - firstEpoch));
    const gross = (terms.rewardPerEpoch * multiplier(node) * uptime) / (all * 10_000n);
    const fee = (gross * terms.operatorFeeBps) / 10_000n;
    result.fee += fee;
    if (gross > fee) result.payments.push({ nodeId: BigInt(node.id), amount: gross - fee });
  }
  return result;
}
