import { setImmediate as others } from "node:timers/promises";
import { listEpochsSince } from "../../../db/epochs.ts";
import { rewardsIn, type ShownReward } from "../../../db/node-rewards.ts";
import { listNodes } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { DAY } from "../../core/seconds.ts";
import type { StatementToken } from "../../core/treasury/statement.ts";
import { tokenOf } from "../token-of.ts";
import { findNodeRows } from "./find-node-rows.ts";
import { ALL_REGIONS, requireRegion } from "./list-regions.ts";
import { findOwnNodes } from "./own-nodes.ts";

/** A reward as a file tells it. */
export type FiledReward = Omit<ShownReward, "token"> & { source: string; token: StatementToken };

/** Whose rewards, and from when on. */
export type Filed = { source: string; nodes: readonly number[] | undefined; since: number };

/** The rewards that a view is about: of one node, of all or a region's over the last days, else of a member's own. Refuses what does not exist. */
export type FiledView = { node?: string | undefined; board?: string | undefined; fleet?: boolean | undefined };

/** Whole fleets are too much for a file that Discord takes: so many days of them are what people reckon with. */
const DAYS = 31;

/** Which rewards belong to a view. Nodes are told of from their first reward on, fleets and regions over the last 31 days. */
export function findFiled(app: App, { node, board, fleet }: FiledView, member: string): Filed[] {
  if (node !== undefined) return findNodeRows(app, node).map(({ source, id }) => ({ source, nodes: [id], since: 0 }));
  const since = app.now() - DAYS * DAY;
  const sources = Object.keys(app.config.rewards);
  if (board !== undefined && board.toLowerCase() !== ALL_REGIONS)
    return requireRegion(app, board).map((source) => {
      const rows = listNodes(app.db, source).filter(({ region }) => region === board);
      return { source, nodes: rows.map(({ id }) => id), since };
    });
  if (board !== undefined || fleet === true) return sources.map((source) => ({ source, nodes: undefined, since }));
  return [...findOwnNodes(app, member).sources].map(([source, own]) => ({
    ...{ source, since: 0 },
    nodes: own.map(({ row }) => row.id),
  }));
}

/** How many are told at once before whoever clicks meanwhile is answered. */
const AT_ONCE = 500;

/** Those rewards, some at a time, the newest epoch first. */
export async function* collectRewards(
  app: Pick<App, "config" | "db">,
  filed: readonly Filed[],
): AsyncGenerator<FiledReward[]> {
  const tokens = new Map<string, StatementToken>();
  const named = (name: string) => {
    const token = tokens.get(name) ?? tokenOf(app, name);
    tokens.set(name, token);
    return token;
  };
  for (const { source, nodes, since } of filed) {
    for (const epoch of listEpochsSince(app.db, source, since)) {
      const rewards = [...rewardsIn(app.db, source, epoch, nodes)];
      for (let from = 0; from < rewards.length; from += AT_ONCE) {
        yield rewards.slice(from, from + AT_ONCE).map((one) => ({ ...one, source, token: named(one.token) }));
        await others();
      }
    }
  }
}
