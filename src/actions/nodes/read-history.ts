import { setImmediate as others } from "node:timers/promises";
import { type EarnedPlace, earnedPage, listCohorts } from "../../../db/earned.ts";
import type { EpochRow } from "../../../db/epochs.ts";
import { listNodes, type NodeRow } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import type { Middles } from "../../core/rewards/alerts/drop.ts";
import type { Lived } from "../../core/rewards/alerts/lived.ts";
import { countNode, emptyCounts, type MissCounts } from "../../core/rewards/alerts/outages.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import { isExpectedIn } from "../../core/rewards/expected.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";

/** A node and what became of it in each epoch; its cohort is its region. */
export type NodeHistory = { node: NodeRow; cohort: string; lived: Lived[] };

/** What became of a source's nodes and cohorts in ended epochs, the oldest first. */
export type History = { nodes: readonly NodeHistory[]; counts: MissCounts; middles: readonly Middles[] };

/** How many rewards and nodes are looked at before whoever clicks meanwhile is answered. */
const AT_ONCE = 2_000;

const START: EarnedPlace = { node: 0, block: 0, log: 0, part: 0 };

/** Reads the history of a source's nodes in epochs that have been settled; these are all it reads. */
export async function readHistory({ db }: App, source: RewardSource, epochs: readonly EpochRow[]): Promise<History> {
  const nodes = listNodes(db, source.name).map((node) => ({
    node,
    cohort: node.region ?? EVERYBODY,
    lived: [] as Lived[],
  }));
  const byId = new Map(nodes.map((one) => [one.node.id, one.lived]));
  for (const [index, epoch] of epochs.entries()) {
    for (const { node, lived } of nodes) lived.push(isExpectedIn(node, epoch) ? "missed" : "absent");
    let place: EarnedPlace | undefined = START;
    while (place !== undefined) {
      const page = earnedPage(db, epoch, place, AT_ONCE);
      for (const { node, token, amount } of page.rows) {
        const lived = byId.get(node);
        const before = lived?.[index];
        const earned = BigInt(amount);
        if (lived === undefined || earned === 0n) continue;
        lived[index] = (typeof before === "bigint" ? before : 0n) + (token === source.tokens[0] ? earned : 0n);
      }
      place = page.next;
      await others();
    }
  }
  const counts = emptyCounts(epochs.length);
  for (const [index, { cohort, lived }] of nodes.entries()) {
    countNode(counts, cohort, lived);
    if (index % AT_ONCE === AT_ONCE - 1) await others();
  }
  return { nodes, counts, middles: readMiddles(db, source, epochs) };
}

function readMiddles(db: App["db"], { name, tokens }: RewardSource, epochs: readonly EpochRow[]): Middles[] {
  const rows = listCohorts(db, name, tokens[0] ?? "", epochs[0]?.epoch ?? 0);
  const byEpoch = Map.groupBy(rows, ({ epoch }) => epoch);
  return epochs.map(({ epoch }) => new Map((byEpoch.get(epoch) ?? []).map((row) => [row.cohort, row])));
}
