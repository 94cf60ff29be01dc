import type { ChangeView, EndedView, ProposalView } from "../../actions/proposals/describe-proposal.ts";
import type { OutgoingMessage } from "../../app.ts";
import { sides } from "../../core/governance/ballots/choice.ts";
import { doorPack, takesSides } from "../../core/governance/ballots/written-choice.ts";
import type { MoveReason } from "../../core/governance/moments.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { bare, code, paragraph, plain } from "../../core/sanitize.ts";
import type { Seal } from "../command.ts";
import { button, container, divider, row, text } from "../components.ts";
import { limits } from "../limits.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { findingLines, simulationLine } from "./scrutiny.ts";
import { states } from "./states.ts";
import { tallyLines } from "./tally-lines.ts";
import { electorateSentence, ruleSentence } from "./weight.ts";

/** So that the card stays within Discord's limit of text even when every character has to be escaped. */
const REASON = 400;
const CHANGES = 3;

const MOVED: Readonly<Record<MoveReason, string>> = {
  outage: "The end was moved: Steward could not be reached for a while.",
  "late-quorum": "The end was moved: the quorum was reached late, so others get time to answer.",
  "super-quorum": "It ended early: For had all that the rules ask for.",
  settled: "It ended early: nothing could change its outcome any more.",
  veto: "It ended early: it was vetoed.",
};

/** The live card of a proposal that has come to its vote: what changes, how the vote stands, the buttons, and in small print all that is frozen. */
export function proposalCard(view: ProposalView, seal: Seal, marker: string): OutgoingMessage {
  const { accent } = states[view.state];
  const message = outgoing({
    components: [
      container(
        accent,
        text(...headLines(view)),
        divider(),
        text(...tallyLines(view), ...resultLines(view)),
        voteButtons(view, seal),
        divider(),
        text(...smallPrint(view), markerLine(marker)),
      ),
    ],
  });
  return { ...message, post: postOf(view) };
}

/** The same for whoever asked, without buttons. */
export function proposalDetails(view: ProposalView) {
  return container(
    states[view.state].accent,
    text(...headLines(view)),
    divider(),
    text(...tallyLines(view), ...resultLines(view)),
    divider(),
    text(...smallPrint(view)),
  );
}

/** How a proposal's post in a forum is called and tagged. */
export function postOf({ id, title, state }: Pick<ProposalView, "id" | "title" | "state">) {
  return { name: bare(`#${id} · ${title}`, limits.threadName), tag: states[state].tag };
}

/** A change on one line: the parameter, now → new. */
export function changeLine({ title, before, after }: ChangeView): string {
  if (before === "") return `**${plain(title, 80)}** ${plain(after, 120)}`;
  return `**${plain(title, 80)}**: ${plain(before, 60)} → **${plain(after, 60)}**`;
}

/** Changes as they fit a card. */
export function changeLines(changes: readonly ChangeView[]): string[] {
  const hidden = changes.length - CHANGES;
  return [
    ...changes.slice(0, CHANGES).flatMap((change) => [changeLine(change), ...sizeLine(change)]),
    ...(hidden > 0 ? [`…and ${hidden} more changes.`] : []),
  ];
}

/** What its author says for it. */
export function reasonLines(body: string): string[] {
  if (body.trim() === "") return [];
  return paragraph(body, REASON)
    .split("\n")
    .map((line) => `> ${line}`);
}

/** Who ended it other than by its vote, and why. */
export function endedLines(ended: EndedView | undefined, state: ProposalView["state"]): string[] {
  if (ended === undefined) return [];
  const by = ended.by === "" ? "by Steward" : `by <@${ended.by}>`;
  return [`**${states[state].name}** ${by}${ended.reason === "" ? "." : `: ${plain(ended.reason, 300)}`}`];
}

/** Buttons to vote with: one for each side, or one that opens the ballot. */
export function voteButtons({ id, state, rulePack }: Pick<ProposalView, "id" | "state" | "rulePack">, seal: Seal) {
  const disabled = state !== "voting";
  if (!takesSides(rulePack)) return row(button({ label: "Vote", id: seal("ballot", id), style: "primary", disabled }));
  return row(
    ...sidesOf(rulePack).map((side) =>
      button({
        label: `${side.charAt(0).toUpperCase()}${side.slice(1)}`,
        id: seal("vote", id, side),
        style: side === "for" ? "success" : side === "abstain" ? "secondary" : "danger",
        disabled,
      }),
    ),
  );
}

/** The sides that ballots can take by these rules. */
export function sidesOf(pack: RulePack<Counting>) {
  const door = doorPack(pack);
  const hasVeto =
    (door.counting === "for-against-abstain" && door.veto !== undefined) ||
    (door.counting === "optimistic" && door.quorum.counts.includes("veto"));
  return hasVeto ? sides : sides.slice(0, 3);
}

/** How much that is, and within which bounds, in small print. */
function sizeLine({ change, bounds }: ChangeView): string[] {
  const parts = [change && plain(change, 60), bounds && `allowed ${plain(bounds, 120)}`].filter(Boolean);
  return parts.length === 0 ? [] : [`-# ${parts.join(" · ")}`];
}

function headLines(view: ProposalView): string[] {
  const { id, title, author, state, body, closesAt, changes, moved, ended } = view;
  const verb = state === "voting" ? "closes" : "closed";
  return [
    `## #${id} · ${plain(title, 100)}`,
    `**${states[state].name}** · by <@${author}> · ${verb} ${when(closesAt, "R")} (${when(closesAt)})`,
    ...endedLines(ended, state),
    ...(moved === undefined ? [] : [`-# ${MOVED[moved]}`]),
    ...changeLines(changes),
    ...findingLines(view.scrutiny),
    ...reasonLines(body),
  ];
}

function resultLines(view: ProposalView): string[] {
  const { state, decision, executableFrom, executableUntil } = view;
  if (state === "voting" || state === "counting" || decision === undefined) return [];
  const waits = state === "passed" && executableFrom !== undefined;
  const until = executableUntil === undefined ? "" : `, and has to be by ${when(executableUntil)}`;
  return [
    ...decision.reasons.slice(0, 12).map((reason) => `-# ${plain(reason, 200)}`),
    ...(waits ? [`-# By its rules it can be carried out from ${when(executableFrom)} on${until}.`] : []),
  ];
}

function smallPrint(view: ProposalView): string[] {
  const { rulePack, electorate, changes, actionsHash, predicted, root, state, chainNames, similar } = view;
  const lines = [
    ...similar.map((other) => `Looks much like #${other.id} · ${plain(other.title, 80)}`),
    ruleSentence(rulePack, electorate),
    electorateSentence(electorate, (chain) => chainNames[chain] ?? `chain ${chain}`),
    ...(state === "voting" ? ["Ballots and reasons are public once the vote has closed."] : []),
    ...changes
      .slice(0, CHANGES)
      .map(({ call, action, chainName }) => `On ${plain(chainName, 40)}: ${code(call, 160)} at ${code(action.target)}`),
    ...(changes.length === 0 ? ["It asks the chain for nothing."] : [`Actions hash ${code(actionsHash)}`]),
    ...predicted.slice(0, 4).map(({ label, id }) => `${plain(label, 40)} ${code(id)}`),
    ...(root === undefined ? [] : [`Bundle root ${code(root)}`]),
  ];
  const simulated = simulationLine(view.scrutiny);
  return [...(simulated === undefined ? [] : [simulated]), ...lines.map((line) => `-# ${line}`)];
}
