import { type History, type HistoryNode, missedDays } from "../core/treasury/statement/history.ts";
import type { Statement } from "../core/treasury/statement.ts";

/** Of the nodes of a history so many as there is room for, those that missed most, in the order they are in. */
export function mostMissed({ nodes }: History, most: number): HistoryNode[] {
  const chosen = new Set([...nodes].sort((a, b) => missedDays(b) - missedDays(a)).slice(0, most));
  return nodes.filter((node) => chosen.has(node));
}

/** Nodes of one source and region, under the name that tells them from the others. */
export type NodeGroup = { name: string; nodes: HistoryNode[] };

/** The nodes by region, and by source where there are several; what missed most comes first. */
export function nodeGroups({ rewards }: Pick<Statement, "rewards">, nodes: readonly HistoryNode[]): NodeGroup[] {
  const several = new Set(nodes.map(({ source }) => source)).size > 1;
  const groups = new Map<string, NodeGroup>();
  for (const node of nodes) {
    const source = rewards.find((account) => account.source === node.source)?.label ?? node.source;
    const name = several ? `${source} · ${node.region}` : node.region;
    const group = groups.get(name) ?? { name, nodes: [] };
    group.nodes.push(node);
    groups.set(name, group);
  }
  const byMissed = [...groups.values()].map(({ name, nodes: own }) => ({
    name,
    nodes: own.sort((a, b) => missedDays(b) - missedDays(a)),
  }));
  return byMissed.sort((a, b) => missedOf(b) - missedOf(a));
}

function missedOf({ nodes }: NodeGroup): number {
  return nodes.reduce((sum, node) => sum + missedDays(node), 0);
}
