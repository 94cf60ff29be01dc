import type { Begun } from "../../actions/proposals/begin-proposal.ts";
import { describeDraft } from "../../actions/proposals/describe-draft.ts";
import { describeProposal } from "../../actions/proposals/describe-proposal.ts";
import { hasVote } from "../../actions/proposals/find-proposal.ts";
import type { App } from "../../app.ts";
import { plain } from "../../core/sanitize.ts";
import type { Reply } from "../command.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { changeLine } from "./proposal.ts";
import { findingLines } from "./scrutiny.ts";

/** What its author is told once a proposal has been begun, submitted or changed: where it stands and what comes next. */
export function begunReply(app: App, { id }: Begun): Reply {
  const channel = `<#${app.config.channels.proposals}>`;
  if (hasVote(app, id)) {
    const view = describeProposal(app, id);
    return say(
      "good",
      `### Proposal #${id} is open`,
      ...(view.changes.length === 0 ? [plain(view.title, 100)] : view.changes.map(changeLine)),
      ...findingLines(view.scrutiny),
      `Its card appears in ${channel}. Voting closes ${when(view.closesAt)}, ${when(view.closesAt, "R")}.`,
      "-# Your own vote is not cast yet: press a button on the card, or use `/vote`.",
    );
  }
  const view = describeDraft(app, id);
  const heading = view.changes.length === 0 ? [plain(view.title, 100)] : view.changes.map(changeLine);
  const found = findingLines(view.scrutiny);
  const similar = view.similar.map((other) => `-# It looks much like #${other.id} · ${plain(other.title, 80)}.`);
  if (view.state === "draft") {
    return say(
      "quiet",
      `### #${id} is kept as your draft`,
      ...heading,
      ...found,
      `Only you see it. Change it with \`/proposal edit proposal:${id}\`, then \`/proposal submit proposal:${id}\`.`,
      ...similar,
    );
  }
  const next: Record<string, string> = {
    sponsoring: "It needs sponsors before it goes on: members press Sponsor on its card.",
    review: `It is in review${view.until === undefined ? "" : ` until ${when(view.until)}, ${when(view.until, "R")}`}. You can still edit it; a change of what it asks for starts the review anew.`,
    pending: `Voting opens${view.until === undefined ? " soon" : ` ${when(view.until)}, ${when(view.until, "R")}`}.`,
  };
  return say(
    "good",
    `### Proposal #${id} is shown`,
    ...heading,
    ...found,
    `Its card appears in ${channel}.`,
    next[view.state],
    ...similar,
  );
}
