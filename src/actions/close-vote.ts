import { addEvent, findEvent, listEvents } from "../../db/events.ts";
import { immediate } from "../../db/open.ts";
import { addOutbox, raiseRevision } from "../../db/outbox.ts";
import type { App } from "../app.ts";
import { sumUpHistory } from "../core/governance/bundle/history.ts";
import { COUNT_DELAY } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";
import { sealBundle } from "./bundle-vote.ts";
import { countVote, describeProposal, type ProposalView, requireProposal } from "./describe-proposal.ts";

/** Seconds the session has to be up, so that clicks Discord held back have arrived. */
export const SETTLE = 5;

/** The unix second from which counts may be taken, or undefined while the session is down. */
export function countableFrom(app: App): number | undefined {
  const since = app.discord.connectedSince();
  return app.discord.connected() && since !== undefined ? since + SETTLE : undefined;
}

/** Takes the count of an ended vote, once; a second call changes nothing. */
export function closeVote(app: App, id: number): ProposalView {
  const row = requireProposal(app, id);
  immediate(app.db, () => {
    const now = app.now();
    if (findEvent(app.db, id, "vote-closed")) return;
    const from = countableFrom(app);
    if (from === undefined || now < from || now < row.closesAt + COUNT_DELAY) {
      throw new Refusal(`Proposal #${id} cannot be counted yet.`);
    }
    const { weights, voters, quorum, approval, outcome } = countVote(app, row);
    const history = sumUpHistory(listEvents(app.db, id).map(({ hash }) => hash));
    addEvent(app.db, {
      at: now,
      kind: "vote-closed",
      proposal: id,
      body: { outcome, weights, voters, quorum, approval, history },
    });
    sealBundle(app, id);
    addOutbox(app.db, {
      key: `vote-closed:${id}`,
      kind: "vote-closed",
      refs: { proposal: id },
      destination: app.config.channels.proposals,
      now,
    });
    raiseRevision(app.db, `proposal-card:${id}`);
  });
  app.wake("deliver-outbox");
  return describeProposal(app, id);
}
