import { againKey, findOutbox, hasPostedIn, type OutboxRow } from "../../../db/outbox.ts";
import { findRevision } from "../../../db/proposals.ts";
import type { App, Destination } from "../../app.ts";
import { bare } from "../../core/sanitize.ts";
import { nameStatement } from "../../core/treasury/statement/name-statement.ts";
import { describeReport } from "../reports/describe-report.ts";

/** Discord's limit for a thread's name. */
const LONGEST_NAME = 100;

/**
 * Where a queued message goes: `member:<id>`, `thread:<outbox key>` under that message (`new-thread:` where it begins the thread),
 * `beside:<outbox key>` in that message's channel, else a channel's id. `waiting` while the message above or beside is not posted; `needless` where a forum's post is
 * the thread that a message would begin; undefined when it never will be anywhere.
 */
export function findDestination(
  app: App,
  { destination }: OutboxRow,
): Destination | "waiting" | "needless" | undefined {
  if (destination.startsWith("member:")) return { member: destination.slice("member:".length) };
  const [, where, key = ""] = /^(thread|new-thread|beside):(.+)$/.exec(destination) ?? [];
  if (where === undefined) return { channel: destination };
  const parent = findOutbox(app.db, againKey(key)) ?? findOutbox(app.db, key);
  if (parent === undefined || parent.state === "dead") {
    // What is said beside a message that is no more is still worth saying.
    return where === "beside" ? { channel: app.config.channels.proposals } : undefined;
  }
  if (parent.channel === null || parent.message === null) return "waiting";
  if (where === "beside") return { channel: parent.channel };
  // A forum's post is a thread already, and has the id of its first message.
  if (parent.channel === parent.message) return where === "thread" ? { channel: parent.channel } : "needless";
  // A thread has the id of the message it hangs under; one that something was said in need not be opened.
  if (hasPostedIn(app.db, parent.message)) return { channel: parent.message };
  return { threadOf: { channel: parent.channel, message: parent.message, name: nameOf(app, parent) } };
}

/** A thread is called as its proposal or its report is. */
function nameOf(app: App, { key, refs }: OutboxRow): string {
  const name = nameOfProposal(app, refs["proposal"]) ?? nameOfReport(app, refs["report"]);
  return bare(name ?? key.replace(/[:-]+/g, " ").trim(), LONGEST_NAME);
}

function nameOfProposal({ db }: App, id: unknown): string | undefined {
  const title = Number.isInteger(id) ? findRevision(db, Number(id))?.content.title : undefined;
  return title === undefined ? undefined : `#${id} · ${title}`;
}

function nameOfReport(app: App, id: unknown): string | undefined {
  return Number.isInteger(id) ? nameStatement(describeReport(app, Number(id))) : undefined;
}
