import { listBallots } from "../../../db/ballots.ts";
import { addEvent, findEvent, listEvents } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import { findProposal, setStage } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { sumUpHistory } from "../../core/governance/bundle/history.ts";
import { resultOf } from "../../core/governance/count-vote.ts";
import type { MoveReason } from "../../core/governance/moments.ts";
import { COUNT_DELAY } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { describeProposal, type ProposalView } from "../proposals/describe-proposal.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { cardKey, raiseCards } from "../proposals/queue-card.ts";
import { sealBundle } from "./bundle-vote.ts";
import { findEnd, moveEnd } from "./move-end.ts";
import { countStored } from "./vote-facts.ts";

/** Seconds the session has to be up, so that clicks Discord held back have arrived. */
export const SETTLE = 5;

/** The unix second from which counts may be taken, or undefined while the session is down. */
export function countableFrom(app: App): number | undefined {
  const since = app.discord.connectedSince();
  return app.discord.connected() && since !== undefined ? since + SETTLE : undefined;
}

/** Ends an open vote at once where its rules say that nothing can change its outcome any more; true where it did. */
export function settleVote(app: App, id: number): boolean {
  return immediate(app.db, () => {
    const vote = requireVote(app, id);
    const now = app.now();
    if (findProposal(app.db, id)?.stage !== "voting" || now + 1 >= findEnd(app, vote)) return false;
    const why: MoveReason | undefined = countStored(app, vote).early?.why;
    if (why === undefined) return false;
    // Ballots of this very second count, and those that Discord, whose clock may be ahead of ours, says were sent later: the end is the second after.
    const sent = listBallots(app.db, id).map(({ castAtMs }) => Math.floor(castAtMs / 1000));
    const end = Math.max(now, ...sent) + 1;
    if (end >= findEnd(app, vote)) return false;
    moveEnd(app, vote, end, why);
    return true;
  });
}

/** Takes the count of an ended vote, once; a second call changes nothing. */
export function closeVote(app: App, id: number): ProposalView {
  const vote = requireVote(app, id);
  immediate(app.db, () => {
    const now = app.now();
    if (findEvent(app.db, id, "vote-closed")) return;
    const from = countableFrom(app);
    const stage = findProposal(app.db, id)?.stage;
    if (stage !== "voting" || from === undefined || now < from || now < findEnd(app, vote) + COUNT_DELAY) {
      throw new Refusal(`Proposal #${id} cannot be counted yet.`);
    }
    const result = resultOf(countStored(app, vote));
    // What came before the vote, drafts and sponsors, is no part of what is counted.
    const opened = findEvent(app.db, id, "proposal-opened")?.seq ?? 0;
    const events = listEvents(app.db, id).filter(({ seq }) => seq >= opened);
    const history = sumUpHistory(events.map(({ hash }) => hash));
    addEvent(app.db, { at: now, kind: "vote-closed", proposal: id, body: { ...result, history } });
    setStage(app.db, id, { stage: "closed", since: now, until: null });
    sealBundle(app, id);
    addOutbox(app.db, {
      key: `vote-closed:${id}`,
      kind: "vote-closed",
      refs: { proposal: id },
      destination: `beside:${cardKey(id)}`,
      now,
    });
    raiseCards(app, id);
  });
  app.wake("deliver-outbox");
  return describeProposal(app, id);
}
