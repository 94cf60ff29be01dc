import type { ProposalView } from "../../actions/proposals/describe-proposal.ts";
import type { MissingQuorum } from "../../actions/votes/warn-quorum.ts";
import type { OutgoingMessage } from "../../app.ts";
import { plain } from "../../core/sanitize.ts";
import type { Seal } from "../command.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { changeLine, voteButtons } from "./proposal.ts";
import { formatWeight } from "./weight.ts";

/** The post that says how much is missing of a quorum while there still is time, with the buttons to vote. */
export function quorumAtRiskCard(
  view: ProposalView,
  missing: readonly MissingQuorum[],
  seal: Seal,
  marker: string,
): OutgoingMessage {
  const { id, title, changes, closesAt } = view;
  return outgoing({
    components: [
      container(
        "waiting",
        text(
          `### #${id} · ${missing.length === 0 ? "The quorum is reached" : "The quorum is at risk"}`,
          ...(changes.length === 0 ? [plain(title, 100)] : changes.slice(0, 3).map(changeLine)),
          ...missing.map(missingLine),
          `Voting closes ${when(closesAt)}, ${when(closesAt, "R")}.`,
        ),
        voteButtons(view, seal),
        text(markerLine(marker)),
      ),
    ],
  });
}

function missingLine({ house, source, reached, needed }: MissingQuorum): string {
  const where = house === undefined ? "" : `${plain(house, 60)}: `;
  return `${where}**${formatWeight(needed - reached, source)}** missing: ${formatWeight(reached, source)} of ${formatWeight(needed, source)} needed.`;
}
