import { addEvent } from "../../../db/events.ts";
import { findStandingHandoff } from "../../../db/handoffs.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import { setStage } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { hasPassed, type Stage, stagesBefore } from "../../core/governance/life-stage.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { checkRole } from "../check-roles.ts";
import { countStored } from "../votes/vote-facts.ts";
import type { Asker } from "./begin-proposal.ts";
import { hasVote, requireProposal, requireVote, wasShown } from "./find-proposal.ts";
import { cardKey, queueCard } from "./queue-card.ts";

/** How a proposal can end other than by its vote. */
export type End = "withdrawn" | "cancelled" | "vetoed";

/** Somebody ends a proposal, and says why; who vetoes or cancels must. */
export type EndByMember = Asker & { proposal: number; reason?: string | undefined };

/** Longest reason kept, in characters. */
const LONGEST = 500;

/** Its author takes back a proposal that is not open for votes yet. */
export function withdrawProposal(app: App, request: EndByMember): void {
  act(app, request, "withdrawn", () => {
    const { author, stage } = requireProposal(app, request.proposal);
    if (author !== request.author) throw new Refusal(`Proposal #${request.proposal} is not yours to withdraw.`);
    if (stagesBefore.some((before) => before === stage)) return;
    throw new Refusal(`Proposal #${request.proposal} can no longer be withdrawn: members have had their say on it.`, {
      hint: "A maintainer can cancel it for a good reason, until it is handed off.",
    });
  });
}

/** A maintainer breaks a proposal off, for everybody to see and with a reason, until it is handed off. */
export function cancelProposal(app: App, request: EndByMember): void {
  checkRole(app, "maintainer", request.roles);
  requireReason(request);
  act(app, request, "cancelled", () => checkStoppable(app, request.proposal, "cancelled"));
}

/** A guardian vetoes a proposal that has been shown, with a reason, until it is handed off. */
export function vetoProposal(app: App, request: EndByMember): void {
  checkRole(app, "guardian", request.roles);
  requireReason(request);
  act(app, request, "vetoed", () => checkStoppable(app, request.proposal, "vetoed"));
}

/** Ends a proposal and says so; belongs into one transaction with what led to it. */
export function endProposal(
  app: App,
  { id, end, actor, reason }: { id: number; end: End; actor: string; reason: string },
): void {
  const now = app.now();
  const wasShown = requireProposal(app, id).stage !== "draft";
  setStage(app.db, id, { stage: end, since: now, until: null });
  addEvent(app.db, { at: now, kind: `proposal-${end}`, proposal: id, actor, body: { reason } });
  if (!wasShown) return;
  queueCard(app, id);
  addOutbox(app.db, {
    key: `proposal-ended:${id}`,
    kind: "proposal-ended",
    refs: { proposal: id },
    destination: `beside:${cardKey(id)}`,
    now,
  });
  app.wake("deliver-outbox");
}

function act(
  app: App,
  { proposal: id, interaction, author: actor, reason = "" }: EndByMember,
  end: End,
  check: () => void,
): void {
  immediate(app.db, () => {
    if (!claimInteraction(app.db, interaction.id, app.now())) throw new Repeated("This has been done already.");
    check();
    endProposal(app, { id, end, actor, reason: reason.trim().slice(0, LONGEST) });
  });
}

/** What has ended stays ended, and what a treasurer holds can be stopped only by those who are asked to sign it. */
function checkStoppable(app: App, id: number, end: End): void {
  const row = requireProposal(app, id);
  const { stage } = row;
  // A draft is its author's alone, also for those who may stop what others see.
  if (!wasShown(app, row)) throw new Refusal(`There is no proposal #${id}.`);
  const ended: readonly Stage[] = ["withdrawn", "cancelled", "vetoed"];
  if (ended.includes(stage)) throw new Refusal(`Proposal #${id} was ${stage} already.`);
  if (findStandingHandoff(app.db, id) !== undefined)
    throw new Refusal(`Proposal #${id} has been handed off, so that it can no longer be ${end} here.`, {
      hint: "Ask the treasurers not to sign, or whoever can cancel it on chain.",
    });
  if (stage === "closed" && hasVote(app, id) && !hasPassed(countStored(app, requireVote(app, id)).outcome))
    throw new Refusal(`Proposal #${id} did not pass, so there is nothing to stop.`);
}

function requireReason({ reason = "" }: EndByMember): void {
  if (reason.trim() === "") throw new Refusal("Say why: everybody will read it.");
}
