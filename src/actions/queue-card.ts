import { addOutbox, raiseRevision } from "../../db/outbox.ts";
import type { App } from "../app.ts";

/** The outbox key of a proposal's live card. */
export const cardKey = (proposal: number) => `proposal-card:${proposal}`;

/** Sees to it that a proposal's card is posted, once, and shows what is true now; and that there is a thread to discuss it in. */
export function queueCard(app: App, proposal: number): void {
  const now = app.now();
  const refs = { proposal };
  const { channels, voting } = app.config;
  addOutbox(app.db, { key: cardKey(proposal), kind: "proposal-card", refs, destination: channels.proposals, now });
  raiseRevision(app.db, cardKey(proposal));
  if (!voting.threads) return;
  const destination = `thread:${cardKey(proposal)}`;
  addOutbox(app.db, { key: `discussion:${proposal}`, kind: "discussion", refs, destination, now });
}
