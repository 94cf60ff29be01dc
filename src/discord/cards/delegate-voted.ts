import type { DelegateVoteView } from "../../actions/votes/describe-delegate-vote.ts";
import type { OutgoingMessage } from "../../app.ts";
import { formatExactShare, WHOLE } from "../../core/governance/share.ts";
import { plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";

/** The direct message to those who asked to be told how their delegate voted, while they can still vote themselves. */
export function delegateVotedCard(view: DelegateVoteView, channel: string, marker: string): OutgoingMessage {
  const { id, title, delegate, choice, isOpen, hasVoted } = view;
  return outgoing({
    components: [
      container(
        isOpen && !hasVoted ? "open" : "quiet",
        text(
          `### ${hasVoted ? "You have voted yourself" : "Your delegate has voted"}`,
          `Your delegate <@${delegate}> voted **${plain(choice, 300)}** on **#${id} · ${plain(title, 100)}**, ${weightLine(view)}.`,
          ...whatNow(view, channel),
          "-# You asked to be told; `/notify off` on the server ends these messages.",
          markerLine(marker),
        ),
      ),
    ],
  });
}

function weightLine({ share, hasVoted }: DelegateVoteView): string {
  const weight = share === WHOLE ? "your weight" : `${formatExactShare(share)} of your weight`;
  return hasVoted ? `but not with ${weight}` : `with ${weight}`;
}

function whatNow({ isOpen, hasVoted, closesAt, houses }: DelegateVoteView, channel: string): string[] {
  const where = houses.length === 0 ? "" : ` in ${houses.map((house) => plain(house, 60)).join(" and ")}`;
  if (hasVoted)
    return [`Your own vote counts${where}, and has taken your weight back.`, ...(isOpen ? [] : ["Voting has ended."])];
  if (!isOpen) return ["Voting has ended, so this can no longer be overridden."];
  return [
    `You can override until ${when(closesAt)}, ${when(closesAt, "R")}: vote yourself in <#${channel}>, or with \`/vote\` on the server.`,
    `Your own vote takes your weight back${where}; your delegate then votes without it.`,
  ];
}
