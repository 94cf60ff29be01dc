import { type Address, getAddress, isAddress } from "viem";
import { findCursor } from "../../../db/cursors.ts";
import { listNodes, type NodeRow } from "../../../db/nodes.ts";
import { listLastPaid } from "../../../db/rewards.ts";
import type { App } from "../../app.ts";
import { readStake } from "../../chain/weights/stake.ts";
import type { NodesSource } from "../../core/governance/electorate/source.ts";
import { type VotingNode, weighNodes } from "../../core/governance/electorate/weigh-nodes.ts";
import { Refusal } from "../../errors.ts";
import { cursorOf, readRewards } from "../rewards/read-rewards.ts";
import type { Snapshot } from "./take-snapshot.ts";

/** Nodes of an electorate, before they are weighed. */
type Plan = { name: string; source: NodesSource; excluded: readonly Address[] };

/** Weighs the nodes that Steward knows of as of the newest final block it has read them up to; every owner's weight is kept. */
export async function weighNodesNow(app: App, { name, source, excluded }: Plan, part: string): Promise<Snapshot> {
  await readRewards(app, source.rewards);
  const cursor = findCursor(app.db, source.chain, cursorOf(source.rewards));
  if (cursor === undefined) throw new Refusal(`Nothing has been read of the nodes of "${source.rewards}" yet.`);
  const { block, hash, at } = cursor;
  const known = listNodes(app.db, source.rewards).filter(({ since }) => since <= at);
  // Before anything is waited for: another run may book what was paid after the snapshot.
  const paid = source.rule.paidWithinSeconds === undefined ? undefined : listLastPaid(app.db, source.rewards);
  const dated = known.map((row) => withPayment(votingNode(row, at), paid?.get(row.node)));
  const nodes = await withStakes(app, source, block, dated);
  const left = new Set<string>(excluded);
  const rows = weighNodes(nodes, source.rule, at).filter(({ voter, weight }) => weight > 0n && !left.has(voter));
  const snapshot = { chain: source.chain, block, hash, timepoint: BigInt(at) };
  const total = rows.reduce((sum, { weight }) => sum + weight, 0n);
  return {
    electorate: { name, source, snapshot, total, ...(excluded.length > 0 ? { excluded } : {}) },
    weights: rows.map(({ voter, weight }) => ({ part, wallet: voter as Address, weight })),
    members: [],
  };
}

function votingNode({ node, owner, since, until }: NodeRow, at: number): VotingNode {
  return {
    id: node,
    operator: isAddress(owner) ? getAddress(owner) : owner,
    active: until === null || until > at,
    since,
  };
}

function withPayment(node: VotingNode, lastPaidAt: number | undefined): VotingNode {
  return lastPaidAt === undefined ? node : { ...node, lastPaidAt };
}

/** Stakes as of the snapshot's block; one that cannot be read opens nothing, because it would weigh as if there were none. */
async function withStakes(
  app: App,
  { chain: id, stake, rule }: NodesSource,
  at: bigint,
  nodes: VotingNode[],
): Promise<VotingNode[]> {
  if (stake === undefined || rule.weigh === "one") return nodes;
  const chain = app.chains.get(id);
  const active = nodes.filter((node) => node.active);
  const outcomes = await chain.readAll(
    await chain.block(at),
    active.map((node) => readStake(stake, node.id)),
  );
  return active.map((node, index) => {
    const outcome = outcomes[index];
    if (outcome?.ok) return { ...node, stake: outcome.value };
    throw new Refusal(`The stake of node ${node.id} cannot be read at block ${at}.`, {
      context: { reason: outcome?.reason },
    });
  });
}
