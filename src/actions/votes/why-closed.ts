import { findEvent } from "../../../db/events.ts";
import { findProposal } from "../../../db/proposals.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { ballotLateness } from "../../core/governance/proposal.ts";
import { findEnd } from "./move-end.ts";

/** Why a vote takes no ballot that was sent at a unix millisecond, in a sentence; undefined where it takes it. */
export function whyClosed(app: App, vote: VoteRow, sentAtMs: number): string | undefined {
  const stage = findProposal(app.db, vote.id)?.stage;
  if (stage === "cancelled" || stage === "vetoed") return `Proposal #${vote.id} was ${stage}.`;
  const late = ballotLateness(sentAtMs, { openedAt: vote.openedAt, closesAt: findEnd(app, vote) });
  if (late !== undefined) return late;
  return findEvent(app.db, vote.id, "vote-closed") === undefined ? undefined : "This vote has been counted.";
}
