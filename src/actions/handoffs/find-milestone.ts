import type { Block, Chain } from "../../chain/chain.ts";
import { Refusal } from "../../errors.ts";
import type { BoundExecutor, ExecutionSeen, Mandate, Milestone } from "../../executors/executor.ts";

/** Whose milestone is looked for, and since which unix seconds there can be one, the likeliest first. */
export type Sought = { executor: BoundExecutor; onchainId: string; mandate: Mandate; since: readonly number[] };

/** Clocks differ; and a treasurer may be quicker than the block that holds the time. */
const MARGIN = 900;

/** What brought about a state that was seen at a block; undefined while the logs leave the state itself in doubt. */
export async function findMilestone(
  chain: Chain,
  { executor, onchainId, mandate, since }: Sought,
  seen: ExecutionSeen,
  to: Block,
  last?: bigint,
): Promise<Milestone | undefined> {
  const { filter, find } = executor.milestones(onchainId, mandate);
  const look = async (from: bigint) => find(await chain.logs(filter, from, to.number), seen);
  if (last !== undefined) return look(last + 1n);
  let found: Milestone | undefined;
  for (const moment of since) {
    found = await look(await heightAt(chain, moment - MARGIN));
    if (found?.log !== undefined) break;
  }
  return found;
}

async function heightAt(chain: Chain, timestamp: number): Promise<bigint> {
  try {
    return (await chain.blockAt(timestamp)).number;
  } catch (error) {
    if (error instanceof Refusal) return 0n;
    throw error;
  }
}
