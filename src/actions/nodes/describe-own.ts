import type { App } from "../../app.ts";
import { addOwed } from "./add-owed.ts";
import { describeNodes } from "./describe-nodes.ts";
import type { NodesView } from "./node-view.ts";
import { findOwnNodes } from "./own-nodes.ts";

/** A member's nodes; `views` is empty where no wallet is linked, or none of them has a node. */
export type OwnView = { wallets: number; views: readonly NodesView[] };

/** What a member's own nodes earned, source by source, by the books alone. */
export function describeOwnRewards(app: App, member: string): OwnView {
  const { wallets, sources } = findOwnNodes(app, member);
  return { wallets, views: [...sources].map(([source, nodes]) => describeNodes(app, source, nodes)) };
}

/** The same, and where a source's contracts say what can be claimed now, by their word. */
export async function describeOwnNow(app: App, member: string): Promise<OwnView> {
  const { wallets, views } = describeOwnRewards(app, member);
  return { wallets, views: await Promise.all(views.map((view) => addOwed(app, view))) };
}
