import { listOpenAlerts } from "../../../db/alerts.ts";
import { findCursor } from "../../../db/cursors.ts";
import { type EpochRow, listPaidEpochs } from "../../../db/epochs.ts";
import type { App } from "../../app.ts";
import { type AlertRules, epochsToLookAt, rulesFor } from "../../core/rewards/alerts/rules.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { readHistory } from "../nodes/read-history.ts";
import { cursorOf } from "../rewards/read-rewards.ts";
import { aboutOf, type Changes, findEpochAlerts, type OpenAlerts } from "./find-alerts.ts";
import { findChangedTerms } from "./find-changed-terms.ts";
import { findClaimable } from "./find-claimable.ts";
import { slotAt, writeAlerts, writeChangedTerms } from "./write-alerts.ts";

/** Books that are older say nothing about now: they are still being read, or nobody answers. In seconds. */
const OLDEST_BOOKS = 21_600;

/** What the last look at each source was at, so that nothing is read twice for the same answer; all of it can be found anew. */
const seen = new WeakMap<App, Map<string, { epochs: string; slot: number }>>();

/**
 * Looks at a source's nodes: who missed payments, dropped, has much to claim, changed terms, and what of that is over. Safe to repeat:
 * what is open is not begun again. Gives how many alerts began or ended; 0 where the config asks for none.
 */
export async function watchNodes(app: App, name: string): Promise<number> {
  const { nodeAlerts } = app.config;
  if (nodeAlerts === undefined) return 0;
  const source = findRewardSource(app.config, name);
  const rules = rulesFor(nodeAlerts, nodeAlerts.sources[name]);
  if (!areBooksNew(app, source)) return 0;
  const terms = findChangedTerms(app, source, rules);
  const said = terms === undefined ? 0 : await writeChangedTerms(app, terms);
  return said + (await lookAtEpochs(app, source, rules)) + (await lookAtClaims(app, source, rules));
}

function areBooksNew({ db, now }: App, { name, chain, epochSeconds }: RewardSource): boolean {
  const cursor = findCursor(db, chain, cursorOf(name));
  return cursor !== undefined && now() - cursor.at <= Math.max(OLDEST_BOOKS, epochSeconds);
}

async function lookAtEpochs(app: App, source: RewardSource, rules: AlertRules): Promise<number> {
  const epochs = listEnded(app, source.name, rules);
  const mark = markOf(epochs);
  const last = lookOf(app, source.name);
  if (epochs.length === 0 || last.epochs === mark) return 0;
  // What was added to an ended epoch is not settled yet: it will be, and then looked at.
  if (epochs.some(({ rewards, settled }) => rewards !== settled)) return 0;
  const history = await readHistory(app, source, epochs);
  const judging = { source: source.name, rules, history, epochs, open: openAlerts(app, source.name) };
  const changes: Changes = await findEpochAlerts(judging);
  const isCurrent = () => markOf(listEnded(app, source.name, rules)) === mark;
  const written = await writeAlerts(app, changes, isCurrent);
  if (isCurrent()) last.epochs = mark;
  return written;
}

/** What is to be claimed moves with every payment: once for each summary is enough. */
async function lookAtClaims(app: App, source: RewardSource, rules: AlertRules): Promise<number> {
  const last = lookOf(app, source.name);
  const slot = slotAt(app.now());
  if (rules.claimable === undefined || last.slot === slot) return 0;
  const changes = await findClaimable(app, source, rules, openAlerts(app, source.name));
  const written = await writeAlerts(app, changes, () => true);
  last.slot = slot;
  return written;
}

function openAlerts({ db }: App, source: string): OpenAlerts {
  return new Map(listOpenAlerts(db, source).map((alert) => [aboutOf(alert), alert]));
}

/** The epochs to look at, the oldest first; the newest one is still running until there is a later one. */
function listEnded({ db }: App, source: string, rules: AlertRules): EpochRow[] {
  return listPaidEpochs(db, source, epochsToLookAt(rules) + 1)
    .slice(1)
    .reverse();
}

function markOf(epochs: readonly EpochRow[]): string {
  const rewards = epochs.reduce((sum, epoch) => sum + epoch.rewards, 0);
  return `${epochs[0]?.epoch}..${epochs.at(-1)?.epoch} ${rewards}`;
}

function lookOf(app: App, source: string): { epochs: string; slot: number } {
  const looks = seen.get(app) ?? new Map<string, { epochs: string; slot: number }>();
  seen.set(app, looks);
  const look = looks.get(source) ?? { epochs: "", slot: -1 };
  looks.set(source, look);
  return look;
}
