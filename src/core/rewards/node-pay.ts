import type { Period } from "../treasury/periods.ts";
import type { PayTable } from "./pay-table.ts";

/** How one node was paid, stretch by stretch: an amount, nothing although it was at work, or not yet or no longer at work. */
export type NodePay = bigint | "missed" | "absent";

/** A node as its source knows it; `until` where it has retired. */
export type NodeFact = { node: string; region: string | undefined; since: number; until: number | undefined };

/** What nodes without a region are filed under. */
export const NO_REGION = "no region";

/** Whether the node was at work during all of a stretch, so that a payment in it could be expected. */
export function isExpected(node: NodeFact, stretch: Period): boolean {
  return node.since <= stretch.from && (node.until === undefined || node.until >= stretch.to);
}

/** Nodes that were at work during the whole period and were paid nothing in it, in order of their names. */
export function silentNodes(table: PayTable, nodes: readonly NodeFact[], period: Period): string[] {
  const silent = nodes.filter((node) => !table.nodes.has(node.node) && isExpected(node, period));
  return silent.map(({ node }) => node).sort(byName);
}

/**
 * Stretch by stretch what a node was paid. It counts as missed where the node was at work and others were paid, and not while
 * the stretch is still running: its payment may be yet to come.
 */
export function nodePay(node: NodeFact, table: PayTable, stretches: readonly Period[], now: number): NodePay[] {
  const paid = table.nodes.get(node.node)?.stretches;
  return stretches.map((stretch, index) => {
    const amount = paid?.[index] ?? 0n;
    if (amount > 0n) return amount;
    const othersPaid = (table.stretches[index] ?? 0n) > 0n;
    return othersPaid && stretch.to <= now && isExpected(node, stretch) ? "missed" : "absent";
  });
}

/** What each region was paid, and how many of its nodes, largest first. Every payment is in exactly one region. */
export function regionTotals(
  table: PayTable,
  nodes: readonly NodeFact[],
): { region: string; total: bigint; nodes: number; stretches: bigint[] }[] {
  const regionOf = new Map(nodes.map(({ node, region }) => [node, region ?? NO_REGION]));
  const regions = new Map<string, { region: string; total: bigint; nodes: number; stretches: bigint[] }>();
  for (const [node, paid] of table.nodes) {
    const region = regionOf.get(node) ?? NO_REGION;
    const sums = regions.get(region) ?? { region, total: 0n, nodes: 0, stretches: table.stretches.map(() => 0n) };
    regions.set(region, sums);
    sums.total += paid.total;
    sums.nodes += 1;
    sums.stretches = sums.stretches.map((sum, index) => sum + (paid.stretches[index] ?? 0n));
  }
  return [...regions.values()].sort((a, b) =>
    a.total === b.total ? byName(a.region, b.region) : a.total < b.total ? 1 : -1,
  );
}

/** What each node that was paid received, in order of their names. */
export function nodeTotals(
  table: PayTable,
  nodes: readonly NodeFact[],
): { node: string; region: string; total: bigint; payments: number }[] {
  const regionOf = new Map(nodes.map(({ node, region }) => [node, region ?? NO_REGION]));
  const paid = [...table.nodes].map(([node, { total, payments }]) => ({
    node,
    region: regionOf.get(node) ?? NO_REGION,
    total,
    payments,
  }));
  return paid.sort((a, b) => byName(a.node, b.node));
}

/** The middle of the values, the lower one where two are in the middle; undefined for none. */
export function median(values: readonly bigint[]): bigint | undefined {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[(sorted.length - 1) >> 1];
}

/** Orders names so that `2` comes before `10`, the same on every machine. */
export function byName(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b) && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
