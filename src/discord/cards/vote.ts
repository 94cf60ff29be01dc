import type { ProposalView } from "../../actions/proposals/describe-proposal.ts";
import type { CastResult } from "../../actions/votes/cast-vote.ts";
import { weighsWallets } from "../../actions/votes/read-weights.ts";
import type { OutgoingMessage } from "../../app.ts";
import { takesSides } from "../../core/governance/ballots/written-choice.ts";
import { isFinal } from "../../core/governance/moments.ts";
import { code, plain } from "../../core/sanitize.ts";
import { sayBallot, sayBriefly, sayVote } from "../ballot/say-ballot.ts";
import { bundleFile } from "../bundle-file.ts";
import type { Reply, Seal } from "../command.ts";
import { button, container, download, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { changeLine, voteButtons } from "./proposal.ts";
import { states } from "./states.ts";
import { tallyLines } from "./tally-lines.ts";
import { formatWeights } from "./weight.ts";

/** What a voter is told once the ballot is stored, with its reason if it has one. */
export function voteReceipt(result: CastResult, seal: Seal, reason?: string): Reply {
  const { vote, weights, choice, code: receipt, closesAt } = result;
  const said = sayBallot(vote, choice);
  const isShort = said.length <= HEADING;
  return {
    components: [
      container(
        "good",
        text(
          ...(isShort ? [`### Your vote counts: ${said}`] : ["### Your vote counts", said]),
          `With ${formatWeights(weights, vote.electorate)}${given(result)} on ${sayVote(vote)}.${before(result)}`,
          ...(result.unweighed > 0
            ? [
                "⚠️ A wallet linked since the vote opened could not be weighed, as no chain answers. Vote again later to count it.",
              ]
            : []),
          ...(reason ? ["-# With your reason, which all can read once the vote has closed."] : []),
          isFinal(vote.rulePack)
            ? "-# By these rules it stands as it is."
            : `-# You can change it until ${when(closesAt)}, ${when(closesAt, "R")}: ${takesSides(vote.rulePack) ? "press another button" : "press Vote again"}, or use \`/vote\`.`,
          `-# Receipt ${code(receipt)}: the file posted with the result holds your ballot under it, for everybody to read.`,
        ),
        ...receiptRow(result, seal, reason),
      ),
    ],
  };
}

/** Characters that a heading takes without filling a phone. */
const HEADING = 120;

function given({ delegators }: CastResult): string {
  if (delegators === 0) return "";
  return `, and what ${delegators === 1 ? "a member lets" : `${delegators} members let`} you vote with`;
}

function before({ vote, choice, previous }: CastResult): string {
  if (previous === undefined || JSON.stringify(previous) === JSON.stringify(choice)) return "";
  return ` It was ${sayBriefly(vote, previous)} before.`;
}

function receiptRow({ vote, ballot }: CastResult, seal: Seal, reason: string | undefined) {
  const label = reason ? "Change the reason" : "Add a reason";
  const buttons = [
    ...(isFinal(vote.rulePack) ? [] : [button({ label, id: seal("add-reason", ballot) })]),
    ...(weighsWallets(vote.electorate)
      ? [button({ label: "Sign it with your wallet", id: seal("sign-ballot", ballot) })]
      : []),
  ];
  return buttons.length === 0 ? [] : [row(...buttons)];
}

/** What a passed vote is followed by, and what a failed one can be followed by. */
function nextStep({ state, changes, executableFrom }: ProposalView): string {
  if (state !== "passed" && state !== "won") return "Nothing changes. Anybody may propose again.";
  if (changes.length === 0) return "That is decided; it asks the chain for nothing.";
  const from = executableFrom === undefined ? "" : `, from ${when(executableFrom)} on`;
  return `Next: a treasurer takes it to the chain with \`/execute\`${from}.`;
}

/** The post that says how a vote ended, with the file by which anybody can count it again. */
export function voteClosedCard(view: ProposalView, marker: string, bundle?: string): OutgoingMessage {
  const file = bundle === undefined ? undefined : bundleFile(view.id, bundle);
  const { decision, title } = view;
  const outcome = decision?.outcome ?? "no-quorum";
  const winners = (decision?.winners ?? []).map((index) => plain(decision?.totals[index]?.choice ?? "", 80));
  return outgoing({
    components: [
      container(
        states[outcome].accent,
        text(
          `## #${view.id} · ${states[outcome].name}${winners.length > 0 ? `: ${winners.join(", ")}` : ""}`,
          ...(view.changes.length === 0 ? [plain(title, 100)] : view.changes.slice(0, 3).map(changeLine)),
          ...(decision?.reasons ?? []).slice(0, 14).map((reason) => plain(reason, 250)),
        ),
        text(...tallyLines(view)),
        text(nextStep({ ...view, state: outcome }), ...bundleLines(view, file?.name)),
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

/** The first message of a proposal's thread, with the buttons to vote right there. */
export function discussionCard(
  view: Pick<ProposalView, "id" | "title" | "state" | "rulePack"> | undefined,
  seal: Seal,
  marker: string,
): OutgoingMessage {
  return outgoing({
    components: [
      container(
        view === undefined ? "quiet" : states[view.state].accent,
        text(
          "Discuss it here. The card above shows how things stand.",
          ...(view?.state === "voting" ? ["You can vote right here:"] : []),
        ),
        ...(view?.state === "voting" ? [voteButtons(view, seal)] : []),
        text(markerLine(marker)),
      ),
    ],
  });
}

/** Says that a proposal shown before is open for votes, with the buttons. */
export function voteOpenedCard(view: ProposalView, seal: Seal, marker: string): OutgoingMessage {
  const isOpen = view.state === "voting";
  return outgoing({
    components: [
      container(
        states[view.state].accent,
        text(
          `## #${view.id} · ${isOpen ? "Voting is open" : `Voting is over: ${states[view.state].name}`}`,
          plain(view.title, 100),
          ...view.changes.slice(0, 3).map(changeLine),
          `${isOpen ? "Closes" : "Closed"} ${when(view.closesAt)}, ${when(view.closesAt, "R")}.`,
        ),
        voteButtons(view, seal),
        text(markerLine(marker)),
      ),
    ],
  });
}
