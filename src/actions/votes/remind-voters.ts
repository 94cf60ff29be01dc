import { listCurrentBallots } from "../../../db/ballots.ts";
import { listElectors } from "../../../db/electors.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, findOutbox } from "../../../db/outbox.ts";
import { listSubscribers } from "../../../db/subscribers.ts";
import type { App } from "../../app.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { findEnd } from "./move-end.ts";

/** Queues one reminder for each subscriber who could vote and has not; says how many are new. */
export function remindVoters(app: App, id: number): number {
  const closesAt = findEnd(app, requireVote(app, id));
  const reminded = immediate(app.db, () => {
    const able = new Set(listElectors(app.db, id).flatMap(({ member, weight }) => (weight > 0n ? [member] : [])));
    const voted = new Set(listCurrentBallots(app.db, id).map(({ member }) => member));
    const keyOf = (member: string) => `reminder:${id}:${member}`;
    const due = listSubscribers(app.db).filter(
      (member) => able.has(member) && !voted.has(member) && findOutbox(app.db, keyOf(member)) === undefined,
    );
    for (const member of due) {
      const message = { key: keyOf(member), kind: "reminder", refs: { proposal: id }, destination: `member:${member}` };
      addOutbox(app.db, { ...message, now: app.now(), validUntil: closesAt });
    }
    return due.length;
  });
  if (reminded > 0) app.wake("deliver-outbox");
  return reminded;
}
