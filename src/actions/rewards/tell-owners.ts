import { listNodesOf } from "../../../db/nodes.ts";
import { listSubscribers } from "../../../db/subscribers.ts";
import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";

/** The ids of the nodes that a member owns by the wallets they linked. */
export function ownNodeIds({ db }: App, member: string): ReadonlySet<number> {
  const wallets = listWallets(db, member).map(({ address }) => address);
  return new Set(listNodesOf(db, wallets).map(({ id }) => id));
}

/** Members who asked for direct messages and own any of these nodes. */
export function findOwnersToTell(app: App, nodes: readonly number[]): string[] {
  if (nodes.length === 0) return [];
  return listSubscribers(app.db).filter((member) => {
    const own = ownNodeIds(app, member);
    return nodes.some((node) => own.has(node));
  });
}
