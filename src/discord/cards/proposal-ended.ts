import type { EndedView } from "../../actions/proposals/describe-proposal.ts";
import type { OutgoingMessage } from "../../app.ts";
import type { ProposalState } from "../../core/governance/life-stage.ts";
import { plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { endedLines } from "./proposal.ts";
import { states } from "./states.ts";

type Ended = { id: number; title: string; state: ProposalState; ended: EndedView | undefined };

/** The post that says who ended a proposal other than by its vote, and why. */
export function proposalEndedCard({ id, title, state, ended }: Ended, marker: string): OutgoingMessage {
  return outgoing({
    components: [
      container(
        states[state].accent,
        text(`## #${id} · ${states[state].name}`, plain(title, 100), ...endedLines(ended, state), markerLine(marker)),
      ),
    ],
  });
}
