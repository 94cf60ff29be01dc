import { integerRoot } from "../counting/integer-root.ts";
import type { WeightRow } from "./make-electorate.ts";

/** A node as its network tells of it; times in unix seconds. */
export type VotingNode = {
  id: string;
  operator: string;
  active: boolean;
  since: number;
  lastPaidAt?: number;
  stake?: bigint;
};

/** Which nodes weigh, and what. */
export type NodeRule = {
  weigh: "one" | "stake" | "root-stake";
  /** Only nodes at least so old at the snapshot. */
  minimumAgeSeconds?: number;
  /** Only nodes that were paid within so long before the snapshot. */
  paidWithinSeconds?: number;
  /** Most that one node may weigh. */
  mostPerNode?: bigint;
  /** Most that one operator may weigh. */
  mostPerOperator?: bigint;
};

/** One row for each operator with a node that counts at the snapshot; roots are floored node by node. */
export function weighNodes(nodes: readonly VotingNode[], rule: NodeRule, at: number): WeightRow[] {
  const weights = new Map<string, bigint>();
  for (const node of nodes) {
    if (!counts(node, rule, at)) continue;
    const weight = atMost(weightOf(node, rule), rule.mostPerNode);
    weights.set(node.operator, (weights.get(node.operator) ?? 0n) + weight);
  }
  return [...weights].map(([voter, weight]) => ({ voter, weight: atMost(weight, rule.mostPerOperator) }));
}

function counts({ active, since, lastPaidAt }: VotingNode, rule: NodeRule, at: number): boolean {
  const isOld = at - since >= (rule.minimumAgeSeconds ?? 0);
  const isPaid =
    rule.paidWithinSeconds === undefined ||
    (lastPaidAt !== undefined && lastPaidAt <= at && at - lastPaidAt <= rule.paidWithinSeconds);
  return active && isOld && isPaid;
}

function weightOf({ stake = 0n }: VotingNode, { weigh }: NodeRule): bigint {
  if (weigh === "one") return 1n;
  return weigh === "stake" ? stake : integerRoot(stake);
}

function atMost(weight: bigint, most: bigint | undefined): bigint {
  return most !== undefined && weight > most ? most : weight;
}
