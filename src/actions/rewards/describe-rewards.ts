import { findCursor } from "../../../db/cursors.ts";
import { listNodes, listNodesOf, type NodeRow } from "../../../db/nodes.ts";
import { payments } from "../../../db/rewards.ts";
import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { byName, median, NO_REGION, nodePay, regionTotals } from "../../core/rewards/node-pay.ts";
import { type PayTable, payTable } from "../../core/rewards/pay-table.ts";
import { lastDays, type Period } from "../../core/treasury/periods.ts";
import type { NodePay, StatementToken } from "../../core/treasury/statement.ts";
import { Refusal } from "../../errors.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { tokenOf } from "../books/collect-books.ts";

/** One node over the last 30 days, today included. */
export type NodeView = {
  node: string;
  region: string;
  owner: string;
  retiredAt: number | undefined;
  last7: bigint;
  last30: bigint;
  /** Day by day, today last. */
  days: readonly NodePay[];
  /** Its place among the working nodes of its region by what it was paid in 7 days, 1 for the best; and their median. */
  rank: number;
  of: number;
  regionMedian7: bigint;
};

/** One source's nodes, as far as they were asked for, and the whole fleet beside them. */
export type RewardsView = {
  source: string;
  label: string;
  token: StatementToken;
  nodes: readonly NodeView[];
  days: readonly Period[];
  fleet: {
    nodes: number;
    last7: bigint;
    last30: bigint;
    regions: readonly { region: string; nodes: number; last30: bigint }[];
  };
  /** Unix second up to which payments are booked; undefined before the first run. */
  bookedTo: number | undefined;
};

/** The rewards of a member's own nodes: those whose owner is one of the linked wallets. Empty where none is linked or owned. */
export function describeOwnRewards(app: App, member: string): { wallets: number; views: RewardsView[] } {
  const owners = listWallets(app.db, member).map(({ address }) => address);
  const own = listNodesOf(app.db, owners);
  const views = describeSources(app, ({ source, node }) =>
    own.some((mine) => mine.source === source && mine.node === node),
  );
  return { wallets: owners.length, views: views.filter(({ nodes }) => nodes.length > 0) };
}

/** The rewards of every node of every source. */
export function describeFleetRewards(app: App): RewardsView[] {
  return describeSources(app, () => true);
}

/** The rewards of one node, by its name alone or as `source/node`; refuses a name that no source knows. */
export function describeNodeRewards(app: App, wanted: string): RewardsView[] {
  const views = describeSources(app, ({ source, node }) => node === wanted || `${source}/${node}` === wanted);
  const found = views.filter(({ nodes }) => nodes.length > 0);
  if (found.length > 0) return found;
  throw new Refusal("There is no such node.", { hint: "Choose one from the list that appears while you type." });
}

function describeSources(app: App, isWanted: (node: NodeRow) => boolean): RewardsView[] {
  return Object.keys(app.config.rewards).map((name) => describeSource(app, name, isWanted));
}

function describeSource(app: App, name: string, isWanted: (node: NodeRow) => boolean): RewardsView {
  const { chain, label, tokens } = findRewardSource(app.config, name);
  const token = tokens[0] as string;
  const now = app.now();
  const days = lastDays(app.config.timeZone, now + 1, 30);
  const rows = listNodes(app.db, name);
  const facts = rows.map((row) => ({ ...row, region: row.region ?? undefined, until: row.until ?? undefined }));
  const table = payTable(payments(app.db, name, token, { from: days[0]?.from ?? now, to: now + 1 }), days);
  const week = new Map(rows.map(({ node }) => [node, lastWeek(table, node)]));
  const nodes = facts.flatMap((node, index) => {
    const row = rows[index];
    if (row === undefined || !isWanted(row)) return [];
    const peers = facts.filter(({ region, until }) => region === node.region && until === undefined);
    return [
      {
        ...viewOf(node, table, days, now),
        ...rankOf(
          node.node,
          peers.map((peer) => peer.node),
          week,
        ),
      },
    ];
  });
  const regions = regionTotals(table, facts).map(({ region, nodes: count, total }) => ({
    region,
    nodes: count,
    last30: total,
  }));
  const working = facts.filter(({ until }) => until === undefined).length;
  const last7 = table.stretches.slice(-7).reduce((sum, amount) => sum + amount, 0n);
  return {
    ...{ source: name, label, token: tokenOf(app, token), days },
    nodes: nodes.sort((a, b) => byName(a.node, b.node)),
    fleet: { nodes: working, last7, last30: table.total, regions },
    bookedTo: findCursor(app.db, chain, `rewards:${name}`)?.at,
  };
}

function lastWeek(table: PayTable, node: string): bigint {
  return (table.nodes.get(node)?.stretches ?? []).slice(-7).reduce((sum, amount) => sum + amount, 0n);
}

type Fact = Omit<NodeRow, "region" | "until"> & { region: string | undefined; until: number | undefined };

function viewOf(node: Fact, table: PayTable, days: readonly Period[], now: number) {
  return {
    ...{ node: node.node, region: node.region ?? NO_REGION, owner: node.owner, retiredAt: node.until },
    ...{ last7: lastWeek(table, node.node), last30: table.nodes.get(node.node)?.total ?? 0n },
    days: nodePay(node, table, days, now),
  };
}

function rankOf(node: string, peers: readonly string[], week: ReadonlyMap<string, bigint>) {
  const own = week.get(node) ?? 0n;
  const paid = peers.map((peer) => week.get(peer) ?? 0n);
  return {
    rank: paid.filter((amount) => amount > own).length + 1,
    of: peers.length,
    regionMedian7: median(paid) ?? 0n,
  };
}
