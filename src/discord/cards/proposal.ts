import type { ChangeView, ProposalView } from "../../actions/describe-proposal.ts";
import type { OutgoingMessage } from "../../app.ts";
import { ballotChoices } from "../../core/governance/ballot.ts";
import type { ProposalState } from "../../core/governance/proposal.ts";
import { code, paragraph, plain } from "../../core/sanitize.ts";
import type { Seal } from "../command.ts";
import { type Accent, button, container, divider, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { choiceNames, tallyLines } from "./tally-lines.ts";
import { electorateSentence, ruleSentence } from "./weight.ts";

/** So that the card stays within Discord's limit of text even when every character has to be escaped. */
const REASON = 500;
const CHANGES = 3;

const accentOf: Readonly<Record<ProposalState, Accent>> = {
  voting: "open",
  counting: "waiting",
  passed: "good",
  rejected: "bad",
  "no-quorum": "quiet",
  "handed-off": "good",
  executed: "good",
};

/** A state in a few words, as cards and lists say it. */
export const stateNames: Readonly<Record<ProposalState, string>> = {
  voting: "Open for votes",
  counting: "Ended, being counted",
  passed: "Passed",
  rejected: "Rejected",
  "no-quorum": "Not decided: no quorum",
  "handed-off": "Passed, on its way to the chain",
  executed: "Executed on chain",
};

/** The live card of a proposal: what changes, how the vote stands, the buttons, and in small print all that is frozen. */
export function proposalCard(view: ProposalView, seal: Seal, marker: string): OutgoingMessage {
  return outgoing({
    components: [
      container(
        accentOf[view.state],
        text(...headLines(view)),
        divider(),
        text(...tallyLines(view.tally, view.electorate), ...resultLines(view)),
        voteButtons(view, seal),
        divider(),
        text(...smallPrint(view), markerLine(marker)),
      ),
    ],
  });
}

/** The same for whoever asked, without buttons. */
export function proposalDetails(view: ProposalView) {
  return container(
    accentOf[view.state],
    text(...headLines(view)),
    divider(),
    text(...tallyLines(view.tally, view.electorate), ...resultLines(view)),
    divider(),
    text(...smallPrint(view)),
  );
}

/** A change on one line: the parameter, now → new. */
export function changeLine({ title, before, after }: ChangeView): string {
  return `**${plain(title, 80)}**: ${plain(before, 60)} → **${plain(after, 60)}**`;
}

/** How much that is, and within which bounds, in small print. */
function sizeLine({ change, bounds }: ChangeView): string[] {
  const parts = [change && plain(change, 60), bounds && `allowed ${plain(bounds, 120)}`].filter(Boolean);
  return parts.length === 0 ? [] : [`-# ${parts.join(" · ")}`];
}

function headLines({ id, title, author, state, body, closesAt, changes }: ProposalView): string[] {
  const verb = state === "voting" ? "closes" : "closed";
  const hidden = changes.length - CHANGES;
  return [
    `## #${id} · ${plain(title, 100)}`,
    `**${stateNames[state]}** · by <@${author}> · ${verb} ${when(closesAt, "R")} (${when(closesAt)})`,
    ...changes.slice(0, CHANGES).flatMap((change) => [changeLine(change), ...sizeLine(change)]),
    ...(hidden > 0 ? [`…and ${hidden} more changes.`] : []),
    ...(body.trim() === ""
      ? []
      : paragraph(body, REASON)
          .split("\n")
          .map((line) => `> ${line}`)),
  ];
}

function resultLines({ state, tally }: ProposalView): string[] {
  return state === "voting" || state === "counting" ? [] : tally.reasons.map((reason) => `-# ${reason}`);
}

function voteButtons({ id, state }: ProposalView, seal: Seal) {
  const disabled = state !== "voting";
  return row(
    ...ballotChoices.map((choice) =>
      button({
        label: choiceNames[choice],
        id: seal("vote", id, choice),
        style: choice === "for" ? "success" : choice === "against" ? "danger" : "secondary",
        disabled,
      }),
    ),
  );
}

function smallPrint({ rulePack, electorate, changes, actionsHash, predicted, root }: ProposalView): string[] {
  const lines = [
    ruleSentence(rulePack, electorate),
    electorateSentence(electorate, changes[0]?.chainName ?? ""),
    ...changes
      .slice(0, CHANGES)
      .map(({ call, action, chainName }) => `On ${plain(chainName, 40)}: ${code(call, 160)} at ${code(action.target)}`),
    `Actions hash ${code(actionsHash)}`,
    ...predicted.slice(0, 4).map(({ label, id }) => `${plain(label, 40)} ${code(id)}`),
    ...(root === undefined ? [] : [`Bundle root ${code(root)}`]),
  ];
  return lines.map((line) => `-# ${line}`);
}
