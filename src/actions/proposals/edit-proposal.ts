import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import { addRevision, findRevision, setStage } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { canonical } from "../../core/canonical.ts";
import type { ProposalContent, Stage } from "../../core/governance/life-stage.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { checkMember } from "../check-roles.ts";
import type { Asker, Begun } from "./begin-proposal.ts";
import { requireContent, requireProposal } from "./find-proposal.ts";
import { listSponsors } from "./list-sponsors.ts";
import { cardKey, queueCard } from "./queue-card.ts";
import { type Edit, rewrite } from "./write-content.ts";

/** What an author wants to be otherwise; what is left out stays. */
export type EditProposal = Asker & { proposal: number; edit: Edit };

/** Stages in which what a proposal asks for can still be changed. */
const EDITABLE: readonly Stage[] = ["draft", "sponsoring", "review"];

/**
 * Edits a proposal before its vote and keeps what it said before. Where that changes what it asks for, a review begins anew,
 * and sponsors, who stood behind something else, have to stand behind it again.
 */
export async function editProposal(app: App, request: EditProposal): Promise<Begun> {
  const { proposal: id, author, roles, edit } = request;
  checkMember(app, roles);
  checkEditable(app, id, author);
  const before = requireContent(app, id);
  const content = await rewrite(app, before, edit);
  if (canonical(contentFacts(content)) === canonical(contentFacts(before)))
    throw new Refusal(`That is what proposal #${id} says already.`);
  const stage = immediate(app.db, () => store(app, request, before, content));
  app.wake("advance-proposals");
  app.wake("deliver-outbox");
  return { id, stage };
}

function store(app: App, request: EditProposal, before: ProposalContent, content: ProposalContent): Stage {
  const { proposal: id, author, interaction } = request;
  const now = app.now();
  if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This edit has been made already.");
  checkEditable(app, id, author);
  if (canonical(findRevision(app.db, id)?.content) !== canonical(before))
    throw new Refusal(`Proposal #${id} was edited meanwhile.`, { hint: "Look at it again, then edit it." });
  const { stage } = requireProposal(app, id);
  const { seq } = addRevision(app.db, { proposal: id, at: now, content });
  const isOther = canonical(askedFor(content)) !== canonical(askedFor(before));
  const body = { revision: seq, changesWhatIsAsked: isOther };
  addEvent(app.db, { at: now, kind: "proposal-edited", proposal: id, actor: author, body });
  if (stage === "draft") return stage;
  const after = isOther ? startAnew(app, id, content, stage) : stage;
  queueCard(app, id);
  const destination = app.config.voting.threads ? `thread:${cardKey(id)}` : `beside:${cardKey(id)}`;
  const refs = { proposal: id, revision: seq };
  addOutbox(app.db, { key: `edited:${id}:${seq}`, kind: "proposal-edited", refs, destination, now });
  return after;
}

/** Nobody has stood behind, or had time to look at, what it asks for now. */
function startAnew(app: App, id: number, { rulePack: { life } }: ProposalContent, stage: Stage): Stage {
  const now = app.now();
  if (life?.sponsorship !== undefined) {
    for (const actor of listSponsors(app, id).members)
      addEvent(app.db, { at: now, kind: "sponsorship-ended", proposal: id, actor, body: { why: "edited" } });
    addEvent(app.db, { at: now, kind: "sponsors-weighed", proposal: id, body: { weight: 0n } });
    setStage(app.db, id, { stage: "sponsoring", since: now, until: null });
    return "sponsoring";
  }
  if (stage !== "review" || life?.reviewSeconds === undefined) return stage;
  const until = now + life.reviewSeconds;
  setStage(app.db, id, { stage: "review", since: now, until });
  addEvent(app.db, { at: now, kind: "review-began", proposal: id, body: { until, why: "edited" } });
  return "review";
}

function checkEditable(app: App, id: number, author: string): void {
  const row = requireProposal(app, id);
  if (row.author !== author) throw new Refusal(`Proposal #${id} is not yours to edit.`);
  if (EDITABLE.includes(row.stage)) return;
  throw new Refusal(`Proposal #${id} can no longer be edited: what is voted on must be what was shown.`, {
    hint: "Propose it anew, as it should be.",
  });
}

/** What an edit can change, as facts to be compared. */
function contentFacts({ title, body, choices, asks, actions }: ProposalContent) {
  return { title, body, choices, asks, calls: actions.map(callOf) };
}

function callOf({ target, value, calldata }: ProposalContent["actions"][number]) {
  return { target, value, calldata };
}

/** What is put to the vote: the calls of a change, the question and the choices of a poll. The reason given for it is neither. */
function askedFor({ title, choices, actions }: ProposalContent) {
  return { title, choices, calls: actions.map(callOf) };
}
