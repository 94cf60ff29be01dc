import { findNode, listNodesOf } from "../../../db/nodes.ts";
import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { shareOf } from "../../core/rewards/shares.ts";
import { findRegistry } from "../../sources/rewards/shared/registry.ts";
import type { AskedNode } from "./describe-nodes.ts";

/** A member's own nodes by source, and how many wallets they have linked. */
export type OwnNodes = { wallets: number; sources: ReadonlyMap<string, readonly AskedNode[]> };

/**
 * The nodes that are a member's: owned by a wallet they linked, or, by the config, run by one or belonging to one or to themselves in part.
 * Sources that the config no longer names are left out.
 */
export function findOwnNodes(app: App, member: string): OwnNodes {
  const wallets = listWallets(app.db, member).map(({ address }) => address);
  const names = new Set<string>([member, ...wallets]);
  const owned = Map.groupBy(listNodesOf(app.db, wallets), ({ source }) => source);
  const sources = new Map<string, readonly AskedNode[]>();
  for (const source of Object.keys(app.config.rewards)) {
    const registry = findRegistry(app.config, source);
    const rows = new Map((owned.get(source) ?? []).map((row) => [row.node, row]));
    for (const { node, operators = [], shares = {} } of registry.values()) {
      const isOwn = [...operators, ...Object.keys(shares)].some((name) => names.has(name));
      const row = isOwn && !rows.has(node) ? findNode(app.db, source, node) : undefined;
      if (row) rows.set(node, row);
    }
    const nodes = [...rows.values()].map((row) => {
      const { shares } = registry.get(row.node) ?? {};
      return { row, share: shares && shareOf(names, row.owner, shares) };
    });
    if (nodes.length > 0) sources.set(source, nodes);
  }
  return { wallets: wallets.length, sources };
}
