import { setImmediate as others } from "node:timers/promises";
import { addAlert, addDeed, clearAlert, hasOpenAlert, type NewAlert } from "../../../db/alerts.ts";
import { putCursor } from "../../../db/cursors.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, findOutbox, raiseRevision } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import type { Changes } from "./find-alerts.ts";
import type { ChangedTerms } from "./find-changed-terms.ts";
import { findOwners } from "./tell-owners.ts";

/** Members who asked to be told, and which nodes are theirs. */
type Owners = Awaited<ReturnType<typeof findOwners>>;

/** Seconds that one summary is about. */
const SLOT = 900;

/** How many alerts are written before whoever clicks meanwhile is answered. */
const AT_ONCE = 100;

/**
 * Writes what changed together with the message that says it, one for each quarter of an hour; what is found later in the same one
 * changes that message. Cut short, the rest is found again. What does not hold any more by `isCurrent` is left to the next look.
 * Gives how many alerts began or ended.
 */
export async function writeAlerts(app: App, { began, ended }: Changes, isCurrent: () => boolean): Promise<number> {
  const acts = [
    ...ended.map((one) => ({ ended: one, began: undefined })),
    ...began.map((one) => ({ ended: undefined, began: one })),
  ];
  const owners = await findOwners(
    app,
    [...began, ...ended.map(({ alert }) => alert)].map(({ node }) => node),
  );
  let written = 0;
  for (let index = 0; index < acts.length; index += AT_ONCE) {
    const some = acts.slice(index, index + AT_ONCE);
    const part = {
      began: some.flatMap((act) => act.began ?? []),
      ended: some.flatMap((act) => act.ended ?? []),
    };
    written += immediate(app.db, () => (isCurrent() ? writePart(app, part, owners) : 0));
    await others();
  }
  return written;
}

function writePart(app: App, changes: Changes, owners: Owners): number {
  const time = { at: app.now(), slot: slotAt(app.now()) };
  // Another run may have been faster.
  const began = changes.began.filter((alert) => !hasOpenAlert(app.db, alert));
  const ended = changes.ended.filter(({ alert, facts = alert.facts, isSaid }) =>
    clearAlert(app.db, { id: alert.id, facts }, { at: time.at, slot: isSaid ? time.slot : null }),
  );
  for (const alert of began) addAlert(app.db, alert, time);
  const said = [...began, ...ended.filter(({ isSaid }) => isSaid).map(({ alert }) => alert)];
  if (said.length > 0) say(app, time.slot, said, owners);
  return began.length + ended.length;
}

/** Writes which terms changed, and that they are said up to there; 0 where another run was faster. */
export async function writeChangedTerms(app: App, { changed, from, to }: ChangedTerms): Promise<number> {
  const owners = await findOwners(
    app,
    changed.map(({ node }) => node),
  );
  return immediate(app.db, () => {
    if (!putCursor(app.db, to, from)) return 0;
    const time = { at: app.now(), slot: slotAt(app.now()) };
    for (const deed of changed) addDeed(app.db, deed, time);
    if (changed.length > 0) say(app, time.slot, changed, owners);
    return changed.length;
  });
}

/** The quarter of an hour that a Unix second is in. */
export function slotAt(at: number): number {
  return Math.floor(at / SLOT);
}

/** Queues the summary, and what of it is about their nodes to members who asked for it; or notes that these say more by now. */
function say(app: App, slot: number, said: readonly NewAlert[], owners: Owners): void {
  const { nodeAlerts, channels } = app.config;
  const key = `node-alerts:${slot}`;
  const told = [...owners].filter(([, own]) => said.some(({ node }) => node !== null && own.has(node)));
  const messages = [
    { key, refs: { slot }, destination: nodeAlerts?.channel ?? channels.alarms ?? channels.reports },
    ...told.map(([member]) => ({ key: `${key}:${member}`, refs: { slot, member }, destination: `member:${member}` })),
  ];
  for (const message of messages) {
    if (findOutbox(app.db, message.key) !== undefined) raiseRevision(app.db, message.key);
    else addOutbox(app.db, { ...message, kind: "node-alerts", now: app.now() });
  }
  app.wake("deliver-outbox");
}
