import { addEvent, listEventsOfKind } from "../../../db/events.ts";
import { raiseRevision } from "../../../db/outbox.ts";
import { setStage } from "../../../db/proposals.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { MoveReason } from "../../core/governance/moments.ts";
import { cardKey } from "../proposals/queue-card.ts";

/** When a vote ends as things stand; the end it was opened with, unless its rules have moved it. */
export function findEnd(app: App, { id, closesAt }: Pick<VoteRow, "id" | "closesAt">): number {
  const moved = listEventsOfKind(app.db, id, ["end-moved"]).at(-1);
  return moved === undefined ? closesAt : (JSON.parse(moved.body) as { closesAt: number }).closesAt;
}

/** Moves the end of an open vote, and records why; belongs into the transaction of what moved it. */
export function moveEnd(app: App, { id, openedAt }: VoteRow, closesAt: number, why: MoveReason): void {
  setStage(app.db, id, { stage: "voting", since: openedAt, until: closesAt });
  addEvent(app.db, { at: app.now(), kind: "end-moved", proposal: id, body: { closesAt, why } });
  raiseRevision(app.db, cardKey(id));
  app.wake("close-votes");
  app.wake("deliver-outbox");
}
