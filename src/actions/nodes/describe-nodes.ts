import { findCursor } from "../../../db/cursors.ts";
import { listPaidEpochs } from "../../../db/epochs.ts";
import { type EarnedRow, listEarned, listMedians, listTotals } from "../../../db/node-rewards.ts";
import type { NodeRow } from "../../../db/nodes.ts";
import { listRoots } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import { againstMiddle, isCohort, type Middle } from "../../core/rewards/against-middle.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import { epochWord } from "../../core/rewards/epoch-word.ts";
import { attendance, type NumberedEpoch, payByEpoch } from "../../core/rewards/node-epochs.ts";
import { byName } from "../../core/rewards/node-pay.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { findRegistry } from "../../sources/rewards/shared/registry.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { collectMarks } from "../books/collect-marks.ts";
import { cursorOf } from "../rewards/read-rewards.ts";
import { tokenOf } from "../token-of.ts";
import { moneyOf } from "./node-money.ts";
import { paybackOf } from "./node-payback.ts";
import { LOOK_BACK, type NodesView, type NodeView } from "./node-view.ts";

/** A node to be described, and which part of it the asking member has, in millionths. */
export type AskedNode = { row: NodeRow; share: bigint | undefined };

/** What a source is as its views say it: its epochs of late, what they are called, how far it is booked. */
export function describeSource(app: App, name: string): { source: RewardSource; view: Omit<NodesView, "nodes"> } {
  const source = findRewardSource(app.config, name);
  const epochs = listPaidEpochs(app.db, name, LOOK_BACK).reverse();
  const bookedTo = findCursor(app.db, source.chain, cursorOf(name))?.at;
  const token = tokenOf(app, source.tokens[0] ?? "");
  const unbooked = listRoots(app.db, name, ["pending", "refused"]).length;
  // The newest epoch is open: what comes until its end is not known yet.
  const marks = collectMarks(app, { from: epochs[0]?.firstAt ?? app.now(), to: app.now() });
  return {
    source,
    view: { source: name, label: source.label, token, epochs, word: epochWord(epochs), marks, bookedTo, unbooked },
  };
}

/** Describes some nodes of one source, in order of their names: read by their keys, whatever else the books hold. */
export function describeNodes(app: App, name: string, asked: readonly AskedNode[]): NodesView {
  const { source, view } = describeSource(app, name);
  const numbers = view.epochs.map(({ epoch }) => epoch);
  const ids = asked.map(({ row }) => row.id);
  const earned = Map.groupBy(listEarned(app.db, name, numbers, ids), ({ node }) => node);
  const totals = Map.groupBy(listTotals(app.db, ids), ({ node }) => node);
  const middles = middlesOf(app, source, numbers, asked);
  const registry = findRegistry(app.config, name);
  const nodes = asked.map(({ row, share }): NodeView => {
    const { id, node, owner, since } = row;
    const [region, kind, until] = [row.region ?? undefined, row.class ?? undefined, row.until ?? undefined];
    const own = earned.get(id) ?? [];
    const money = moneyOf(app, source.tokens, numbers, own, totals.get(id) ?? []);
    const pays = paysOf(row, view.epochs, own, source.tokens[0]);
    const cohort = middles(region);
    const against = againstMiddle(pays, cohort.middles);
    const cost = registry.get(node)?.cost;
    return {
      ...{ id, node, owner, region, class: kind, since, until, share, money, pays },
      attendance: attendance(pays),
      against: against && { ...against, region: cohort.region },
      middles: cohort.middles.map((middle) => middle?.median),
      payback: cost === undefined ? undefined : paybackOf(app, cost, money, pays, view.epochs, source),
    };
  });
  return { ...view, nodes: nodes.sort((a, b) => byName(a.node, b.node)) };
}

/** A node that earned in another token only did not miss the epoch; one that was paid nothing did. */
function paysOf(
  row: NodeRow,
  epochs: readonly NumberedEpoch[],
  earned: readonly EarnedRow[],
  main: string | undefined,
) {
  const byEpoch = new Map<number, bigint>();
  for (const { epoch, token, amount } of earned.filter((one) => one.amount > 0n))
    byEpoch.set(epoch, (byEpoch.get(epoch) ?? 0n) + (token === main ? amount : 0n));
  return payByEpoch(row, epochs, byEpoch);
}

/** The middles of a node's cohort, epoch by epoch: of its region where that is large enough, else of everybody. */
function middlesOf(
  { db }: App,
  { name, tokens }: RewardSource,
  epochs: readonly number[],
  asked: readonly AskedNode[],
) {
  const regions = new Set(asked.flatMap(({ row }) => row.region ?? []));
  const rows = listMedians(db, name, tokens[0] ?? "", epochs, [EVERYBODY, ...regions]);
  const byCohort = Map.groupBy(rows, ({ cohort }) => cohort);
  const lists = new Map(
    [...byCohort].map(([cohort, medians]): [string, (Middle | undefined)[]] => {
      const byEpoch = new Map(medians.map((row) => [row.epoch, row]));
      return [cohort, epochs.map((epoch) => byEpoch.get(epoch))];
    }),
  );
  return (region: string | undefined) => {
    const own = region === undefined ? undefined : lists.get(region);
    return own && isCohort(own) ? { region, middles: own } : { region: undefined, middles: lists.get(EVERYBODY) ?? [] };
  };
}
