import { listAlertsOfNode } from "../../../db/alerts.ts";
import { rewardsIn, type ShownReward } from "../../../db/node-rewards.ts";
import { listTerms, type TermRow } from "../../../db/terms.ts";
import type { App } from "../../app.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { type ToldAlert, tell } from "../node-alerts/describe-node-alerts.ts";
import { addOwed } from "./add-owed.ts";
import { describeNodes } from "./describe-nodes.ts";
import { findNodeRows } from "./find-node-rows.ts";
import type { NodesView } from "./node-view.ts";
import { findOwnNodes } from "./own-nodes.ts";

export type { ShownReward } from "../../../db/node-rewards.ts";
export type { TermRow } from "../../../db/terms.ts";

/** One node in full: `view` holds it alone. */
export type NodeInFull = {
  view: NodesView;
  /** Every change of a cut or fee, the newest first. */
  terms: readonly TermRow[];
  /** What is the matter with it now, and since which unix second. */
  alerts: readonly (ToldAlert & { openedAt: number })[];
  /** Its newest rewards, whatever became of them; the newest first. */
  rewards: readonly ShownReward[];
  /** The base address of the chain's block explorer, where the config names one. */
  explorer: string | undefined;
};

/** How many epochs back its rewards are listed one by one. */
const LISTED = 10;

/** Everything there is to say of a node, by its name alone or as `source/node`; more than one where several sources know the name. */
export function describeNode(app: App, wanted: string, member: string): Promise<NodeInFull[]> {
  const own = findOwnNodes(app, member).sources;
  const found = findNodeRows(app, wanted).map(async (row) => {
    const share = own.get(row.source)?.find((mine) => mine.row.id === row.id)?.share;
    const view = await addOwed(app, describeNodes(app, row.source, [{ row, share }]));
    const newest = view.epochs.slice(-LISTED).reverse();
    const rewards = newest.flatMap(({ epoch }) => [...rewardsIn(app.db, row.source, epoch, [row.id])].reverse());
    const alerts = listAlertsOfNode(app.db, row.id).map((alert) => ({
      ...tell(app, { ...alert, name: row.node, region: row.region }),
      openedAt: alert.openedAt,
    }));
    const explorer = app.config.chains[findRewardSource(app.config, row.source).chain]?.explorer;
    return { view, explorer, terms: listTerms(app.db, row.id), alerts, rewards };
  });
  return Promise.all(found);
}
