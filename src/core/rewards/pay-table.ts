import type { Period } from "../treasury/periods.ts";

/** One payment to one node, as a log said it; of which epoch, where that is known. */
export type Payment = { node: string; amount: bigint; at: number; epoch?: number };

/** What one node was paid: in all, how often, and in each stretch. */
export type NodeTotals = { total: bigint; payments: number; stretches: bigint[] };

/** Payments summed in one pass, in the token's smallest unit. */
export type PayTable = {
  total: bigint;
  payments: number;
  stretches: readonly bigint[];
  nodes: ReadonlyMap<string, NodeTotals>;
};

/** Sums payments by node and by stretch; the stretches are in order and touch, and what lies outside them is left out. */
export function payTable(payments: Iterable<Payment>, stretches: readonly Period[]): PayTable {
  const nodes = new Map<string, NodeTotals>();
  const sums = stretches.map(() => 0n);
  let [total, count] = [0n, 0];
  for (const { node, amount, at } of payments) {
    const index = stretchAt(stretches, at);
    if (index === undefined) continue;
    const entry = nodes.get(node) ?? { total: 0n, payments: 0, stretches: stretches.map(() => 0n) };
    nodes.set(node, entry);
    entry.total += amount;
    entry.payments += 1;
    entry.stretches[index] = (entry.stretches[index] ?? 0n) + amount;
    sums[index] = (sums[index] ?? 0n) + amount;
    total += amount;
    count += 1;
  }
  return { total, payments: count, stretches: sums, nodes };
}

/** The index of the stretch that holds the moment. */
function stretchAt(stretches: readonly Period[], at: number): number | undefined {
  let [low, high] = [0, stretches.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (stretch === undefined) return undefined;
    if (at < stretch.from) high = middle - 1;
    else if (at >= stretch.to) low = middle + 1;
    else return middle;
  }
  return undefined;
}
