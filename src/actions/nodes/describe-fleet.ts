import { listOpenAlerts } from "../../../db/alerts.ts";
import { listMedians } from "../../../db/node-rewards.ts";
import { listNodes, type NodeRow } from "../../../db/nodes.ts";
import { countOddities } from "../../../db/oddities.ts";
import { listRoots, type RootRow } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import { type Distribution, distribution } from "../../core/rewards/distribution.ts";
import { isExpectedIn } from "../../core/rewards/expected.ts";
import type { NumberedEpoch } from "../../core/rewards/node-epochs.ts";
import { byName, NO_REGION } from "../../core/rewards/node-pay.ts";
import { describeSource } from "./describe-nodes.ts";
import { LATELY, type NodesView } from "./node-view.ts";
import { type FleetEarner, sumEpochs } from "./sum-epochs.ts";

/** What the nodes of a region earned, in the main token. */
export type RegionView = { region: string; nodes: number; last30: bigint; byEpoch: readonly bigint[] };

/** A whole source: what all of its nodes earned and how it is spread, who is silent, and what is not yet or never booked. */
export type FleetView = Omit<NodesView, "nodes"> & {
  last7: bigint;
  last30: bigint;
  /** Nodes at work; of them those that came within the epochs that are looked back on; those that earned lately; those that left. */
  nodes: { working: number; fresh: number; earning: number; retired: number };
  /** Of what the nodes that earned anything earned in the epochs that are looked back on. */
  spread: Distribution | undefined;
  regions: readonly RegionView[];
  /** Nodes that missed epochs of the last seven, and how many; the worst first. */
  missed: readonly { node: string; region: string | undefined; epochs: number }[];
  /** Reward trees whose content is not booked. */
  trees: readonly RootRow[];
  oddities: number;
  /** How many alerts are open. */
  alerts: number;
};

/** What every source's fleet earned. */
export async function describeFleet(app: App): Promise<FleetView[]> {
  const views: FleetView[] = [];
  for (const name of Object.keys(app.config.rewards)) views.push(await describeOne(app, name));
  return views;
}

async function describeOne(app: App, name: string): Promise<FleetView> {
  const { view } = describeSource(app, name);
  const { epochs, token } = view;
  const numbers = epochs.map(({ epoch }) => epoch);
  const rows = listNodes(app.db, name);
  const earners = await sumEpochs(app, name, token.name, numbers, LATELY);
  const all = [...earners.values()];
  const working = rows.filter(({ until }) => until === null);
  const recent = new Set(numbers.slice(-LATELY));
  const from = epochs[0]?.firstAt ?? Number.POSITIVE_INFINITY;
  return {
    ...view,
    last7: all.reduce((sum, { last7 }) => sum + last7, 0n),
    last30: all.reduce((sum, { last30 }) => sum + last30, 0n),
    nodes: {
      working: working.length,
      fresh: working.filter(({ since }) => since > from).length,
      earning: working.filter(({ id }) => [...(earners.get(id)?.epochs ?? [])].some((epoch) => recent.has(epoch)))
        .length,
      retired: rows.length - working.length,
    },
    spread: distribution(all.flatMap(({ last30 }) => (last30 > 0n ? [last30] : []))),
    regions: regionsOf(app, name, view, rows, earners),
    missed: missedBy(rows, epochs.slice(-LATELY - 1, -1), earners),
    trees: listRoots(app.db, name, ["pending", "refused"]),
    oddities: countOddities(app.db, name),
    alerts: listOpenAlerts(app.db, name).length,
  };
}

function regionsOf(
  { db }: App,
  source: string,
  { token, epochs }: Omit<NodesView, "nodes">,
  rows: readonly NodeRow[],
  earners: ReadonlyMap<number, FleetEarner>,
): RegionView[] {
  const numbers = epochs.map(({ epoch }) => epoch);
  const byRegion = Map.groupBy(
    rows.filter(({ id }) => earners.has(id)),
    ({ region }) => region ?? NO_REGION,
  );
  const totals = listMedians(db, source, token.name, numbers, [EVERYBODY, ...byRegion.keys()]);
  const of = (cohort: string, epoch: number) =>
    totals.find((row) => row.cohort === cohort && row.epoch === epoch)?.total ?? 0n;
  // What is nobody's region is what the regions leave of everybody.
  const known = [...byRegion.keys()].filter((region) => region !== NO_REGION);
  const rest = (epoch: number) => known.reduce((left, region) => left - of(region, epoch), of(EVERYBODY, epoch));
  const views = [...byRegion].map(([region, nodes]) => ({
    ...{ region, nodes: nodes.length },
    last30: nodes.reduce((sum, { id }) => sum + (earners.get(id)?.last30 ?? 0n), 0n),
    byEpoch: numbers.map((epoch) => (region === NO_REGION ? rest(epoch) : of(region, epoch))),
  }));
  return views.sort((a, b) => (a.last30 === b.last30 ? byName(a.region, b.region) : a.last30 < b.last30 ? 1 : -1));
}

function missedBy(rows: readonly NodeRow[], over: readonly NumberedEpoch[], earners: ReadonlyMap<number, FleetEarner>) {
  const missed = rows.flatMap((row) => {
    const paid = earners.get(row.id)?.epochs;
    const epochs = over.filter((one) => isExpectedIn(row, one) && !paid?.has(one.epoch)).length;
    return epochs > 0 ? [{ node: row.node, region: row.region ?? undefined, epochs }] : [];
  });
  return missed.sort((a, b) => b.epochs - a.epochs || byName(a.node, b.node));
}
