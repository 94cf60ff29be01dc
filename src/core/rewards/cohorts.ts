import { median } from "./node-pay.ts";

/** What one node earned in an epoch, in one token's smallest unit; `cohorts` are those it belongs to. */
export type Earned = { node: number; token: string; amount: bigint };

/** What a cohort earned in an epoch in one token: how many of its nodes earned, what in all, and the middle of them (the lower of two). */
export type CohortSum = { cohort: string; token: string; nodes: number; total: bigint; median: bigint };

/** The cohort that every node of a source belongs to. */
export const EVERYBODY = "";

/** Sums an epoch's earnings by cohort: the node's own one and everybody. A node that earned several times counts once, with the sum. */
export function cohortSums(earned: Iterable<Earned>, cohortOf: (node: number) => string): CohortSum[] {
  const byToken = new Map<string, Map<number, bigint>>();
  for (const { node, token, amount } of earned) {
    const nodes = byToken.get(token) ?? new Map<number, bigint>();
    byToken.set(token, nodes.set(node, (nodes.get(node) ?? 0n) + amount));
  }
  return [...byToken].flatMap(([token, nodes]) => {
    const amounts = new Map<string, bigint[]>([[EVERYBODY, [...nodes.values()]]]);
    for (const [node, amount] of nodes) {
      const cohort = cohortOf(node);
      if (cohort === EVERYBODY) continue;
      const own = amounts.get(cohort);
      if (own) own.push(amount);
      else amounts.set(cohort, [amount]);
    }
    return [...amounts].map(([cohort, list]) => ({
      cohort,
      token,
      nodes: list.length,
      total: list.reduce((sum, amount) => sum + amount, 0n),
      median: median(list) ?? 0n,
    }));
  });
}
