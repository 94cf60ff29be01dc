import { listEventsOfKind } from "../../../db/events.ts";
import { findProposal, findRevision, type ProposalRow } from "../../../db/proposals.ts";
import { findVote, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { Refusal } from "../../errors.ts";

/** The stored proposal; Refusal where there is none. */
export function requireProposal(app: App, id: number): ProposalRow {
  const row = findProposal(app.db, id);
  if (row === undefined) throw new Refusal(`There is no proposal #${id}.`);
  return row;
}

/** The vote on a proposal; Refusal where there is no such proposal, or where it has not come to its vote. */
export function requireVote(app: App, id: number): VoteRow {
  requireProposal(app, id);
  const row = findVote(app.db, id);
  if (row === undefined) throw new Refusal(`There is no vote on proposal #${id} yet.`);
  return row;
}

/** What a proposal asks for now. */
export function requireContent(app: App, id: number): ProposalContent {
  const revision = findRevision(app.db, id);
  if (revision === undefined) throw new Refusal(`There is no proposal #${id}.`);
  return revision.content;
}

/** Whether a proposal has come to its vote. */
export function hasVote(app: App, id: number): boolean {
  return findVote(app.db, id) !== undefined;
}

const SHOWN = ["sponsoring-began", "review-began", "pending-began", "proposal-opened"];

/** Whether others than its author ever saw a proposal: a draft that was taken back stays its author's alone. */
export function wasShown(app: App, { id, stage }: Pick<ProposalRow, "id" | "stage">): boolean {
  if (stage === "draft") return false;
  return (stage !== "withdrawn" && stage !== "cancelled") || listEventsOfKind(app.db, id, SHOWN).length > 0;
}
