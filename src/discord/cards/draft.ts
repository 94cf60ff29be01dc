import type { DraftView } from "../../actions/proposals/describe-draft.ts";
import type { OutgoingMessage } from "../../app.ts";
import { formatDuration } from "../../core/duration.ts";
import { leastWeight } from "../../core/governance/passing/threshold.ts";
import { bare, code, plain } from "../../core/sanitize.ts";
import type { Seal } from "../command.ts";
import { button, container, divider, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { changeLines, endedLines, postOf, reasonLines } from "./proposal.ts";
import { findingLines } from "./scrutiny.ts";
import { states } from "./states.ts";
import { electorateSentence, formatWeight, ruleSentence } from "./weight.ts";

/** The live card of a proposal before its vote: what it asks for, who stands behind it, and what comes next. */
export function draftCard(view: DraftView, seal: Seal, marker: string): OutgoingMessage {
  const asksSponsors = view.rulePack.life?.sponsorship !== undefined;
  const takesSponsors = asksSponsors && (view.state === "sponsoring" || view.state === "review");
  const message = outgoing({
    components: [
      container(
        states[view.state].accent,
        text(...headLines(view)),
        ...(takesSponsors
          ? [
              row(
                button({ label: "Sponsor", id: seal("sponsor", view.id), style: "primary" }),
                button({ label: "No longer sponsor", id: seal("unsponsor", view.id) }),
              ),
            ]
          : []),
        divider(),
        text(...smallPrint(view), markerLine(marker)),
      ),
    ],
  });
  return { ...message, post: postOf(view) };
}

/** The same for whoever asked, with every edit since it was first written. */
export function draftDetails(view: DraftView) {
  return container(
    states[view.state].accent,
    text(...headLines(view)),
    divider(),
    text(...editLines(view), ...smallPrint(view)),
  );
}

/** What edits changed, newest first, as old and new lines. */
export function editLines({ edits }: Pick<DraftView, "edits">): string[] {
  return [...edits]
    .reverse()
    .slice(0, 5)
    .flatMap(({ at, lines }) => [
      `**Edited** ${when(at)}`,
      ...lines.flatMap(({ what, before, after }) => [
        `${what}: − ${before === "" ? "nothing" : plain(before, 150)}`,
        `${what}: + ${after === "" ? "nothing" : plain(after, 150)}`,
      ]),
    ]);
}

function headLines(view: DraftView): string[] {
  const { id, title, author, state, body, changes, choices, edits, similar, ended, obstacle } = view;
  return [
    `## #${id} · ${plain(title, 100)}`,
    `**${states[state].name}** · by <@${author}>${untilWords(view)}`,
    ...endedLines(ended, state),
    ...(obstacle === undefined ? [] : [`**Voting cannot be opened yet:** ${plain(obstacle, 300)}`]),
    ...changeLines(changes),
    ...findingLines(view.scrutiny),
    ...choices.slice(0, 12).map((choice, index) => `${index + 1}. ${plain(choice, 80)}`),
    ...(choices.length > 12 ? [`…and ${choices.length - 12} more choices.`] : []),
    ...reasonLines(body),
    ...sponsorLines(view),
    ...(edits.length === 0
      ? []
      : [`-# Edited ${edits.length === 1 ? "once" : `${edits.length} times`}: \`/proposals number:${id}\` shows how.`]),
    ...similar.map((other) => `-# Looks much like #${other.id} · ${plain(other.title, 80)}`),
  ];
}

function untilWords({ state, until }: DraftView): string {
  if (until === undefined) return "";
  if (state === "review") return ` · until ${when(until)}, ${when(until, "R")}`;
  return state === "pending" ? ` · ${when(until)}, ${when(until, "R")}` : "";
}

function sponsorLines({ rulePack, electorate, sponsors, sponsored, state }: DraftView): string[] {
  const rule = rulePack.life?.sponsorship;
  if (rule === undefined || (state !== "sponsoring" && state !== "review")) return [];
  const needed = leastWeight(rule.threshold, undefined);
  const asked = needed === undefined ? "what the rules ask for" : formatWeight(needed, electorate.source);
  const names = sponsors.slice(0, 8).map((member) => `<@${member}>`);
  const more = sponsors.length > 8 ? ` and ${sponsors.length - 8} more` : "";
  return [
    sponsors.length === 0
      ? `It has no sponsors yet; together they need ${asked}.`
      : `Sponsors: ${names.join(", ")}${more}, together ${sponsored === undefined ? "not weighed yet" : formatWeight(sponsored, electorate.source)} of ${asked}.`,
    ...(state === "review" && rule.withdrawWhenBelow
      ? ["-# It is withdrawn if its sponsors fall below that before the vote."]
      : []),
  ];
}

function smallPrint({ rulePack, electorate, changes, votingSeconds }: DraftView): string[] {
  const lines = [
    ruleSentence(rulePack, electorate),
    electorateSentence(electorate, (chain) => `chain ${chain}`),
    `Voting will be open for ${formatDuration(BigInt(votingSeconds))}; weights are taken when it opens.`,
    ...changes
      .slice(0, 3)
      .map(({ call, action, chainName }) => `On ${bare(chainName, 40)}: ${code(call, 160)} at ${code(action.target)}`),
  ];
  return lines.map((line) => `-# ${line}`);
}
