import { addEvent } from "../../../db/events.ts";
import { addHandoff, findHandoffOf } from "../../../db/handoffs.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import { findVote } from "../../../db/votes.ts";
import type { App } from "../../app.ts";

/** Whom a hand-off was prepared for that nobody asked Steward for. */
export const NOBODY = "";

/**
 * Takes up a passed vote that somebody brought to the chain by another tool, under the id that was shown before the vote, as if it had
 * been handed off: it is followed to its end like any other. Belongs into the transaction that moves the reader; false where there is a hand-off.
 */
export function adoptHandoff(app: App, proposal: number): boolean {
  const first = findVote(app.db, proposal)?.predicted[0];
  if (first === undefined || findHandoffOf(app.db, proposal) !== undefined) return false;
  const now = app.now();
  const { executor, id: onchainId } = first;
  const row = addHandoff(app.db, { proposal, executor, onchainId, preparedBy: NOBODY, preparedAt: now });
  addEvent(app.db, { at: now, kind: "handed-off", proposal, body: { handoff: row.id, executor, onchainId } });
  const destination = app.config.channels.executions ?? app.config.channels.proposals;
  addOutbox(app.db, { key: `handed-off:${row.id}`, kind: "handed-off", refs: { handoff: row.id }, destination, now });
  raiseRevision(app.db, `proposal-card:${proposal}`);
  app.wake("deliver-outbox");
  app.wake("follow-executions");
  return true;
}
