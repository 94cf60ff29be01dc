import { setImmediate as others } from "node:timers/promises";
import type { AlertRow, NewAlert } from "../../../db/alerts.ts";
import type { EpochRow } from "../../../db/epochs.ts";
import { judgeDrop, middlesFor } from "../../core/rewards/alerts/drop.ts";
import { judgeMisses } from "../../core/rewards/alerts/misses.ts";
import { isOutage, withoutOutages } from "../../core/rewards/alerts/outages.ts";
import type { AlertRules } from "../../core/rewards/alerts/rules.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import type { History, NodeHistory } from "../nodes/read-history.ts";

/** An alert that is over, with what it was over by; said, unless the end is no news. */
export type EndedAlert = { alert: AlertRow; facts?: AlertRow["facts"]; isSaid: boolean };

/** What has changed since it was last looked. */
export type Changes = { began: NewAlert[]; ended: EndedAlert[] };

/** Alerts that are open, found by what they are about. */
export type OpenAlerts = ReadonlyMap<string, AlertRow>;

/** What an alert is about: of each there is at most one at a time. */
export function aboutOf({ kind, node, cohort }: Pick<AlertRow, "kind" | "node" | "cohort">): string {
  return `${kind}:${node ?? ""}:${cohort}`;
}

/** How many nodes are judged before whoever clicks meanwhile is answered. */
const AT_ONCE = 500;

type Judging = { source: string; rules: AlertRules; history: History; epochs: readonly EpochRow[]; open: OpenAlerts };

/** Judges what epochs tell: missed payments, drops, outages; and ends what is open about nodes that left or are not watched. */
export async function findEpochAlerts(judging: Judging): Promise<Changes> {
  const { history, rules } = judging;
  const changes: Changes = { began: [], ended: [] };
  const speaksOfMisses = rules.missedInRow !== undefined || rules.missedInWindow !== undefined;
  if (speaksOfMisses) judgeOutages(judging, changes);
  const middles = new Map<string, (bigint | undefined)[]>();
  for (const [index, one] of history.nodes.entries()) {
    if (one.node.until !== null || rules.ignore.has(one.node.node)) endAll(judging, one, changes);
    else {
      if (speaksOfMisses) judgeNodeMisses(judging, one, changes);
      if (!middles.has(one.cohort)) middles.set(one.cohort, middlesFor(one.cohort, history.middles));
      judgeNodeDrop(judging, one, middles.get(one.cohort) ?? [], changes);
    }
    if (index % AT_ONCE === AT_ONCE - 1) await others();
  }
  return changes;
}

function judgeOutages({ source, history, epochs, open }: Judging, { began, ended }: Changes): void {
  const newest = history.counts.at(-1) ?? new Map();
  const epoch = epochs.at(-1)?.epoch ?? 0;
  const isGeneral = isOutage(newest.get(EVERYBODY));
  for (const [cohort, misses] of newest) {
    const alert = { source, node: null, cohort, kind: "outage" as const, facts: { ...misses, epoch } };
    const isNews = cohort === EVERYBODY || !isGeneral;
    if (isOutage(misses) && isNews && !open.has(aboutOf(alert))) began.push(alert);
  }
  for (const alert of open.values()) {
    const misses = newest.get(alert.cohort);
    if (alert.kind !== "outage" || isOutage(misses)) continue;
    const now = misses === undefined ? {} : { paid: misses.expected - misses.missed, of: misses.expected, back: epoch };
    ended.push({ alert, facts: { ...alert.facts, ...now }, isSaid: misses !== undefined });
  }
}

function judgeNodeMisses({ source, rules, history, epochs, open }: Judging, one: NodeHistory, changes: Changes): void {
  const lived = withoutOutages(one.lived, one.cohort, history.counts);
  const { holds, over, inRow, inWindow, paidLately } = judgeMisses(lived, rules);
  const window = rules.missedInWindow === undefined ? {} : { inWindow, of: rules.missedInWindow.of };
  const facts = { inRow, ...window, epoch: epochs.at(-1)?.epoch ?? 0 };
  const about = { source, node: one.node.id, cohort: EVERYBODY, kind: "missed" as const, facts };
  const alert = open.get(aboutOf(about));
  if (alert === undefined && holds && paidLately) changes.began.push(about);
  if (alert !== undefined && over) changes.ended.push({ alert, isSaid: true });
}

function judgeNodeDrop(
  { source, rules, open }: Judging,
  one: NodeHistory,
  middles: readonly (bigint | undefined)[],
  changes: Changes,
): void {
  if (rules.drop === undefined) return;
  const about = { source, node: one.node.id, cohort: EVERYBODY, kind: "drop" as const };
  const alert = open.get(aboutOf(about));
  const before = alert === undefined ? undefined : BigInt(alert.facts["usual"] ?? 0);
  const found = judgeDrop(one.lived, middles, rules.drop, before);
  if (found === undefined) return;
  const facts = { now: Number(found.now), usual: Number(found.usual), epochs: rules.drop.epochs };
  if (alert === undefined && found.holds) changes.began.push({ ...about, facts });
  if (alert !== undefined && found.over) changes.ended.push({ alert, facts: { ...facts, back: 1 }, isSaid: true });
}

/** A node that left is over; that one is no longer watched is no news. */
function endAll({ open }: Judging, { node }: NodeHistory, { ended }: Changes): void {
  for (const kind of ["missed", "drop", "claimable"] as const) {
    const alert = open.get(aboutOf({ kind, node: node.id, cohort: EVERYBODY }));
    if (alert !== undefined) ended.push({ alert, isSaid: node.until !== null });
  }
}
