import type { CastResult } from "../../actions/cast-vote.ts";
import type { ProposalView } from "../../actions/describe-proposal.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { bundleFile } from "../bundle-file.ts";
import type { Reply } from "../command.ts";
import { container, download, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { changeLine, stateNames } from "./proposal.ts";
import { choiceNames, tallyLines } from "./tally-lines.ts";
import { formatWeight } from "./weight.ts";

/** What a voter is told once the ballot is stored. */
export function voteReceipt({ proposal, weight, choice, code: receipt, previous }: CastResult): Reply {
  const before = previous === undefined || previous === choice ? "" : ` It was ${choiceNames[previous]} before.`;
  return say(
    "good",
    `### Your vote counts: ${choiceNames[choice]}`,
    `With ${formatWeight(weight, proposal.electorate.source)} on **#${proposal.id} · ${plain(proposal.title, 100)}**.${before}`,
    `-# You can change it until ${when(proposal.closesAt)}, ${when(proposal.closesAt, "R")}: press another button, or use \`/vote\`.`,
    `-# Receipt ${code(receipt)}: the file posted with the result holds your ballot under it.`,
  );
}

/** What a passed vote is followed by, and what a failed one can be followed by. */
const nextStep: Readonly<Partial<Record<ProposalView["state"], string>>> = {
  passed: "Next: a treasurer takes it to the chain with `/execute`.",
  rejected: "Nothing changes. Anybody may propose again.",
  "no-quorum": "Nothing changes. Anybody may propose again.",
};

/** The post that says how a vote ended, with the file by which anybody can count it again. */
export function voteClosedCard(view: ProposalView, marker: string, bundle?: string): OutgoingMessage {
  const file = bundle === undefined ? undefined : bundleFile(view.id, bundle);
  const passed = view.tally.outcome === "passed";
  const accent = passed ? "good" : view.tally.outcome === "rejected" ? "bad" : "quiet";
  return outgoing({
    components: [
      container(
        accent,
        text(
          `## #${view.id} · ${stateNames[view.tally.outcome]}`,
          ...view.changes.slice(0, 3).map(changeLine),
          ...view.tally.reasons,
        ),
        text(...tallyLines(view.tally, view.electorate)),
        text(nextStep[view.tally.outcome], ...bundleLines(view, file?.name)),
        file && download(file.name),
        text(markerLine(marker)),
      ),
    ],
    files: file ? [file] : [],
  });
}

function bundleLines({ id, root }: ProposalView, file: string | undefined): string[] {
  if (root === undefined) return [];
  const how =
    file === undefined
      ? `The bundle is larger than Discord takes. The operator writes it with ${code(`npx steward bundle ${id} --to vote-${id}.json`)}.`
      : `Count it again, offline: ${code(`npx steward verify ${file}`)}. Your receipt's code is in the file.`;
  return [`-# ${how}`, `-# Bundle root ${code(root)}`];
}

/** The direct message to those who asked to be reminded and have not voted. */
export function reminderCard(view: ProposalView, channel: string, marker: string): OutgoingMessage {
  return outgoing({
    components: [
      container(
        "open",
        text(
          `### A vote closes ${when(view.closesAt, "R")}`,
          `#${view.id} · ${plain(view.title, 100)}`,
          ...view.changes.slice(0, 3).map(changeLine),
          `You have not voted yet. Vote in <#${channel}>, or with \`/vote\` on the server.`,
          "-# You asked for these reminders; `/notify off` on the server ends them.",
          markerLine(marker),
        ),
      ),
    ],
  });
}
