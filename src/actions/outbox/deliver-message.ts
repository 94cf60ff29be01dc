import { immediate } from "../../../db/open.ts";
import { findOutbox, type OutboxRow, setOutbox, setTrying } from "../../../db/outbox.ts";
import type { App, Destination, OutgoingMessage, Posted } from "../../app.ts";
import { backOffSeconds } from "../../core/back-off.ts";
import { markerOf, nonceOf } from "../../core/message-identity.ts";
import { BotError, Refusal, Transient } from "../../errors.ts";
import { findDestination } from "./find-destination.ts";
import { findAlarmPlaces, raiseAlarm } from "./raise-alarm.ts";

/** What became of a message: said, given up, waiting with all that is for the same place, or waiting while others go ahead. */
export type Delivery = "posted" | "dead" | "held" | "aside";

/** History is searched from a little before the first attempt, because Discord's clock is not ours. */
const CLOCK_SLACK = 60;

/** Seconds before it is asked again whether the message above a thread is posted. */
const PARENT_PAUSE = 5;

/**
 * Makes one attempt to say a message. The attempt is committed before anything is sent, and from the second attempt on
 * nothing is sent until the channel's history has been read and does not hold the message: never twice, never lost.
 */
export async function deliverMessage(app: App, row: OutboxRow): Promise<Delivery> {
  const now = app.now();
  const destination = findDestination(app, row);
  if (isExpired(row, now) && row.attempts === 0) return giveUp(app, row, "It was no longer worth saying.");
  if (destination === undefined) return giveUp(app, row, "The message it belongs under was given up.");
  if (destination === "needless") {
    // Given up without trouble: nothing is wrong.
    setOutbox(app.db, row.id, { state: "dead", trouble: null });
    return "dead";
  }
  if (destination === "waiting") {
    setOutbox(app.db, row.id, { nextTryAt: now + PARENT_PAUSE });
    return "aside";
  }
  const nextTryAt = now + backOffSeconds(row.attempts + 1, Math.random());
  if (!setTrying(app.db, row, { now, nextTryAt })) return "held";
  try {
    return await attempt(app, row, destination);
  } catch (error) {
    return await failed(app, row, error);
  }
}

async function attempt(app: App, row: OutboxRow, destination: Destination): Promise<Delivery> {
  const channel = row.channel ?? (await app.discord.openChannel(destination));
  setOutbox(app.db, row.id, { channel });
  if (row.attempts > 0) {
    const notBefore = (row.firstTriedAt ?? app.now()) - CLOCK_SLACK;
    const found = await app.discord.findByMarker(channel, markerOf(app.config.server, row.key), notBefore);
    // What it shows is not known, so it is brought up to date by an edit.
    if (found) return notePosted(app, row, { channel, ...found }, 0);
    if (isExpired(row, app.now())) return giveUp(app, row, "It was no longer worth saying.");
  }
  return await post(app, row, channel);
}

function isExpired({ validUntil }: OutboxRow, now: number): boolean {
  return validUntil !== null && validUntil <= now;
}

async function post(app: App, row: OutboxRow, channel: string): Promise<Delivery> {
  const { server } = app.config;
  let message: OutgoingMessage;
  try {
    message = await app.discord.render(row.kind, row.refs, markerOf(server, row.key));
  } catch (error) {
    if (error instanceof BotError) throw error;
    // A bug: it keeps its place in the queue for a version that can say it, and lets others go ahead meanwhile.
    app.log.error("A message could not be rendered.", { key: row.key, kind: row.kind, error });
    setOutbox(app.db, row.id, { state: "queued", trouble: "It could not be rendered." });
    return "aside";
  }
  const posted = await app.discord.post(channel, message, nonceOf(server, row.key));
  return notePosted(app, row, { channel, ...posted }, row.revision);
}

function notePosted(
  app: App,
  row: OutboxRow,
  { channel, messageId: message }: Required<Posted>,
  shownRevision: number,
): Delivery {
  const editedAt = app.now();
  setOutbox(app.db, row.id, { state: "posted", channel, message, shownRevision, editedAt, trouble: null });
  return "posted";
}

/** A Refusal is Discord's last word; anything else may have been posted all the same. */
async function failed(app: App, row: OutboxRow, error: unknown): Promise<Delivery> {
  const trouble = error instanceof BotError ? error.message : "An unexpected failure.";
  if (!(error instanceof Refusal)) {
    app.log.warn("A message is not known to be posted.", { key: row.key, attempts: row.attempts + 1, error });
    setOutbox(app.db, row.id, { trouble });
    return "held";
  }
  // Members may close their direct messages; nobody has to be woken for that.
  const personal = row.destination.startsWith("member:");
  app.log[personal ? "info" : "error"]("A message was refused.", { key: row.key, kind: row.kind, error });
  if (personal) return giveUp(app, row, trouble);
  try {
    // Where it stands is known only since this attempt.
    const refused = findOutbox(app.db, row.key) ?? row;
    const places = await findAlarmPlaces(app, refused);
    if (places.length === 0) app.log.error("Nobody can be told that Steward is not heard.", { key: row.key });
    return giveUp(app, row, trouble, places);
  } catch (cause) {
    // Who is to be told is not known yet; whoever gave it up now would be the only one to know.
    if (!(cause instanceof Transient)) throw cause;
    setOutbox(app.db, row.id, { trouble });
    return "held";
  }
}

function giveUp(app: App, row: OutboxRow, trouble: string, places: readonly string[] = []): Delivery {
  immediate(app.db, () => {
    setOutbox(app.db, row.id, { state: "dead", trouble });
    raiseAlarm(app, row, places);
  });
  return "dead";
}
