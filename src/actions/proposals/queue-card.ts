import { addOutbox, findOutbox, raiseRevision } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";

/** The outbox key of a proposal's live card. */
export const cardKey = (proposal: number) => `proposal-card:${proposal}`;

/** Notes that every message with a proposal's buttons no longer shows what is true: its stage has changed. */
export function raiseCards(app: App, proposal: number): void {
  const keys = [cardKey(proposal), `discussion:${proposal}`, `vote-opened:${proposal}`, `quorum-at-risk:${proposal}`];
  for (const key of keys) raiseRevision(app.db, key);
}

/** Notes that a proposal's count has changed. */
export function raiseCounts(app: App, proposal: number): void {
  for (const key of [cardKey(proposal), `quorum-at-risk:${proposal}`]) raiseRevision(app.db, key);
}

/** Sees to it that a proposal's card is posted, once, and shows what is true now; and that there is a thread to discuss it in. */
export function queueCard(app: App, proposal: number): void {
  const now = app.now();
  const refs = { proposal };
  const { channels, voting } = app.config;
  if (findOutbox(app.db, cardKey(proposal)) !== undefined) {
    raiseCards(app, proposal);
    return;
  }
  addOutbox(app.db, { key: cardKey(proposal), kind: "proposal-card", refs, destination: channels.proposals, now });
  if (!voting.threads) return;
  const destination = `new-thread:${cardKey(proposal)}`;
  addOutbox(app.db, { key: `discussion:${proposal}`, kind: "discussion", refs, destination, now });
}
