import { listNodes } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { byName } from "../../core/rewards/node-pay.ts";
import { describeSource } from "./describe-nodes.ts";
import { ALL_REGIONS, requireRegion } from "./list-regions.ts";
import { LATELY, type NodesView } from "./node-view.ts";
import { findOwnNodes } from "./own-nodes.ts";
import { sumEpochs } from "./sum-epochs.ts";

/** A node's place by what it earned: nodes that earned the same share a place. */
export type BoardPlace = { place: number; node: string; region: string | undefined; last30: bigint; own: boolean };

/** The leaderboard of one source: its first places, and wherever the asking member's nodes stand. */
export type BoardView = Omit<NodesView, "nodes"> & {
  region: string | undefined;
  of: number;
  places: readonly BoardPlace[];
  own: readonly BoardPlace[];
};

const MOST = 10;

/** Who earned most in the last epochs, in a region or among all nodes. Refuses a region that no source knows. */
export async function describeBoard(app: App, asked: string, member: string): Promise<BoardView[]> {
  const region = asked.toLowerCase() === ALL_REGIONS ? undefined : asked;
  const sources = region === undefined ? Object.keys(app.config.rewards) : requireRegion(app, region);
  const views: BoardView[] = [];
  for (const name of sources) views.push(await boardOf(app, name, region, member));
  return views;
}

async function boardOf(app: App, name: string, region: string | undefined, member: string): Promise<BoardView> {
  const { view } = describeSource(app, name);
  const numbers = view.epochs.map(({ epoch }) => epoch);
  const earners = await sumEpochs(app, name, view.token.name, numbers, LATELY);
  const own = new Set(
    findOwnNodes(app, member)
      .sources.get(name)
      ?.map(({ row }) => row.id),
  );
  const rows = listNodes(app.db, name)
    .filter((row) => (region === undefined || row.region === region) && (row.until === null || earners.has(row.id)))
    .map((row) => ({ ...row, last30: earners.get(row.id)?.last30 ?? 0n }))
    .sort((a, b) => (a.last30 === b.last30 ? byName(a.node, b.node) : a.last30 < b.last30 ? 1 : -1));
  let place = 0;
  const places = rows.map((row, index): BoardPlace => {
    if (row.last30 !== rows[index - 1]?.last30) place = index + 1;
    return { place, node: row.node, region: row.region ?? undefined, last30: row.last30, own: own.has(row.id) };
  });
  const [first, rest] = [places.slice(0, MOST), places.slice(MOST)];
  return { ...view, region, of: places.length, places: first, own: rest.filter((one) => one.own).slice(0, MOST) };
}
