import { WHOLE } from "../../core/governance/share.ts";
import { partOf } from "../../core/rewards/shares.ts";
import type { NodeMoney, NodeView } from "./node-view.ts";

/** Several nodes' money in one token: all of it, and the asking member's part where that is less. */
export type TotalMoney = { all: NodeMoney; mine: NodeMoney | undefined };

type Amounts = Omit<NodeMoney, "token" | "claimable">;
const KEYS = ["last7", "last30", "all", "claimed", "locked", "lost"] as const satisfies readonly (keyof Amounts)[];

/** Adds up what some nodes of one source had, token by token, the main one first; the part of each node is floored by itself. */
export function totalMoney(nodes: readonly NodeView[]): TotalMoney[] {
  const isShared = nodes.some(({ share = WHOLE }) => share < WHOLE);
  const byToken = Map.groupBy(
    nodes.flatMap(({ money, share = WHOLE }) => money.map((one) => ({ one, share }))),
    ({ one }) => one.token.name,
  );
  return [...byToken.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const all = sum([first.one, ...others.map(({ one }) => one)]);
    const part = ({ one, share }: typeof first) => partOfMoney(one, share);
    return [{ all, mine: isShared ? sum([part(first), ...others.map(part)]) : undefined }];
  });
}

function partOfMoney(money: NodeMoney, share: bigint): NodeMoney {
  const { claimable } = money;
  return {
    ...money,
    ...Object.fromEntries(KEYS.map((key) => [key, partOf(money[key], share)])),
    claimable: typeof claimable === "bigint" ? partOf(claimable, share) : claimable,
  };
}

/** What can be claimed of all is unknown as soon as it is of one. */
function sum([first, ...others]: readonly [NodeMoney, ...NodeMoney[]]): NodeMoney {
  const total = { ...first };
  for (const one of others) {
    for (const key of KEYS) total[key] += one[key];
    total.claimable = addClaimable(total.claimable, one.claimable);
  }
  return total;
}

function addClaimable(a: NodeMoney["claimable"], b: NodeMoney["claimable"]): NodeMoney["claimable"] {
  if (a === undefined || b === undefined) return a ?? b;
  return a === "unknown" || b === "unknown" ? "unknown" : a + b;
}
