import type { WindowView } from "../../actions/handoffs/describe-window.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { mentionRoles, outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { changeLine } from "./proposal.ts";

const titles: Readonly<Record<WindowView["kind"], string>> = {
  rules: "The time to carry it out ends",
  deadline: "Voting on chain ends",
  expires: "It expires on chain",
  nonce: "Another transaction may take its nonce",
  idle: "The next step has been due for long",
};

const steps: Readonly<Record<string, string>> = {
  waiting: "Nobody has sent the hand-off to the chain.",
  approving: "Owners of the Safe still have to approve it.",
  approved: "The Safe's owners have approved it. Anybody's wallet can execute it.",
  succeeded: "It passed on chain. Anybody's wallet can take the next step.",
  queued: "Its delay has passed. Anybody's wallet can execute it, where the timelock lets them.",
  ready: "Its delay has passed, and it can be executed.",
};

/** Tells the treasurers that a passed vote may come to nothing, and what is to be done. */
export function windowCard(view: WindowView, marker: string): OutgoingMessage {
  const { kind, proposal, treasurers } = view;
  const { id, title, changes } = proposal;
  return outgoing({
    mentions: treasurers,
    components: [
      container(
        "waiting",
        text(
          `### #${id} · ${titles[kind]}`,
          mentionRoles(treasurers),
          ...(changes.length === 0 ? [plain(title, 100)] : changes.slice(0, 3).map(changeLine)),
          ...whyLines(view),
          `-# \`/execute proposal:${id}\` has what is to be signed.`,
        ),
        text(markerLine(marker)),
      ),
    ],
  });
}

function whyLines({ kind, proposal, closesAt, since, other }: WindowView): (string | undefined)[] {
  const state = proposal.handoff === undefined ? undefined : (proposal.handoff.state ?? "waiting");
  const step = state === undefined ? "No treasurer has asked for its hand-off yet." : steps[state];
  const end = closesAt === undefined ? "" : `${when(closesAt)}, ${when(closesAt, "R")}`;
  switch (kind) {
    case "rules":
      return [step, `By its rules it has to be carried out by ${end}. After that it no longer holds.`];
    case "deadline":
      return [
        `Voting on it on chain ends about ${end}.`,
        "Whoever has votes there and has not voted should: without its quorum it is defeated.",
      ];
    case "expires":
      return [step, `It expires ${end}, and cannot be executed after that.`];
    case "nonce":
      return [
        other === undefined
          ? undefined
          : `An owner of the Safe approved ${code(other.id)}, which no vote here asked for.`,
        "If that takes the nonce of this hand-off first, this one can never be executed. Execute this one first, or find out what the other is.",
      ];
    case "idle":
      return [step, since === undefined ? undefined : `Due since ${when(since)}, ${when(since, "R")}.`];
  }
}
