import { againKey, findOutbox, type OutboxRow } from "../../db/outbox.ts";
import type { App, Destination } from "../app.ts";

/** Discord's limit for a thread's name. */
const LONGEST_NAME = 100;

/**
 * Where a queued message goes: `member:<id>`, `thread:<outbox key>` under that message, else a channel's id.
 * `waiting` while the message above a thread is not posted; undefined when it never will be.
 */
export function findDestination(app: App, { destination }: OutboxRow): Destination | "waiting" | undefined {
  if (destination.startsWith("member:")) return { member: destination.slice("member:".length) };
  if (!destination.startsWith("thread:")) return { channel: destination };
  const key = destination.slice("thread:".length);
  const parent = findOutbox(app.db, againKey(key)) ?? findOutbox(app.db, key);
  if (parent === undefined || parent.state === "dead") return undefined;
  if (parent.channel === null || parent.message === null) return "waiting";
  // A forum's post is a thread already, and has the id of its first message.
  if (parent.channel === parent.message) return { channel: parent.channel };
  return { threadOf: { channel: parent.channel, message: parent.message, name: nameOf(key) } };
}

/** `proposal-card:17` is shown as `Proposal card 17`. */
function nameOf(key: string): string {
  const words = key.replace(/[:-]+/g, " ").trim();
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, LONGEST_NAME);
}
