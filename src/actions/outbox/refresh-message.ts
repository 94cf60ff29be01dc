import { immediate } from "../../../db/open.ts";
import { addOutbox, againKey, type OutboxRow, setOutbox } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import { markerOf } from "../../core/message-identity.ts";
import { Refusal, Transient } from "../../errors.ts";
import { findAlarmPlaces, raiseAlarm } from "./raise-alarm.ts";

/** Seconds between two edits of one message, so that a lively vote stays within Discord's limits. */
export const EDIT_PAUSE = 5;

/** Seconds before an edit that failed is tried again. */
const RETRY_PAUSE = 15;

/** Seconds before an old message is edited again that Discord takes no more edits of for now. */
const OLD_MESSAGE_PAUSE = 300;

/** Discord's code for such a message, and for one that is gone. */
const TOO_MANY_EDITS = 30_046;
const UNKNOWN_MESSAGE = 10_008;

/** Brings a posted message to its newest revision; repeating an edit is harmless. One that was deleted is said anew, once. */
export async function refreshMessage(app: App, row: OutboxRow): Promise<void> {
  const { channel, message, revision } = row;
  if (channel === null || message === null) return;
  const now = app.now();
  try {
    const rendered = await app.discord.render(row.kind, row.refs, markerOf(app.config.server, row.key));
    await app.discord.edit(channel, message, rendered);
    setOutbox(app.db, row.id, { shownRevision: revision, editedAt: now, nextTryAt: now + EDIT_PAUSE, trouble: null });
  } catch (error) {
    const old = error instanceof Refusal && error.context["code"] === TOO_MANY_EDITS;
    if (error instanceof Refusal && !old) return await refused(app, row, error);
    app.log.warn("A message could not be brought up to date.", { key: row.key, error });
    const nextTryAt = now + (old ? OLD_MESSAGE_PAUSE : RETRY_PAUSE);
    setOutbox(app.db, row.id, { nextTryAt, trouble: "It could not be brought up to date." });
  }
}

async function refused(app: App, row: OutboxRow, error: Refusal): Promise<void> {
  const deleted = error.context["code"] === UNKNOWN_MESSAGE;
  const again = againKey(row.key);
  if (!deleted || row.key.endsWith(againKey(""))) {
    app.log.error("A message stays out of date.", { key: row.key, error });
    const places = deleted ? [] : await findPlaces(app, row);
    immediate(app.db, () => {
      // The next revision is tried again; this one is given up.
      setOutbox(app.db, row.id, { shownRevision: row.revision, trouble: error.message });
      raiseAlarm(app, row, places);
    });
    return;
  }
  app.log.warn("Somebody deleted a message; it is said anew, once.", { key: row.key, again });
  immediate(app.db, () => {
    setOutbox(app.db, row.id, { state: "dead", trouble: "Somebody deleted it." });
    const { kind, refs, destination, validUntil } = row;
    const message = { key: again, kind, refs, destination, now: app.now() };
    addOutbox(app.db, validUntil === null ? message : { ...message, validUntil });
  });
}

/** A message that was posted once is worth an alarm, not a wait for one. */
async function findPlaces(app: App, row: OutboxRow): Promise<readonly string[]> {
  try {
    return await findAlarmPlaces(app, row);
  } catch (error) {
    if (error instanceof Transient) return [];
    throw error;
  }
}
