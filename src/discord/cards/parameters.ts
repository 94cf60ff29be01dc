import type { GroupView, LastChange, ParameterView } from "../../actions/calls/describe-parameters.ts";
import { formatDuration } from "../../core/duration.ts";
import { bare, code, plain } from "../../core/sanitize.ts";
import type { Choice, Reply } from "../command.ts";
import { container, text } from "../components.ts";
import { limits } from "../limits.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

/** As many as fit on one card; any is found by its name. */
const MOST = 20;

/** Characters that all lines of a list may take, so that heading and foot have their place too. */
const ROOM = limits.text - 600;

/** All parameters with their values, one line each. */
export function parameterList(views: readonly ParameterView[]): Reply {
  if (views.length === 0)
    return say("quiet", "No parameter is configured yet.", "-# A maintainer names them in Steward's config.");
  const lines = fitting(views.slice(0, MOST).map(listLine));
  const left = views.length - lines.length;
  return {
    components: [
      container(
        "quiet",
        text("### Parameters, as the chain holds them", ...lines),
        text(
          ...(left > 0 ? [`-# …and ${left} more: name one with \`/parameters parameter\`.`] : []),
          ...blockLines(views),
          "-# Change one with `/propose`.",
        ),
      ),
    ],
  };
}

/** One parameter with all that is known about it. */
export function parameterDetails(view: ParameterView): Reply {
  const { value, description, bounds, chainBounds, largestStep } = view;
  return say(
    "quiet",
    `### ${plain(view.title, 80)}: ${shown(view)}`,
    description === "" ? undefined : plain(description, 300),
    "known" in value && value.year !== undefined ? `That is **${plain(value.year, 60)}**.` : undefined,
    bounds === undefined ? undefined : `Allowed: ${plain(bounds, 200)}`,
    chainBounds === undefined ? undefined : `Allowed by its contract: ${plain(chainBounds, 200)}`,
    largestStep === undefined ? undefined : `One vote may change it by at most ${plain(largestStep, 120)}.`,
    view.cooldownSeconds === undefined
      ? undefined
      : `After a vote has changed it, it rests for ${formatDuration(BigInt(view.cooldownSeconds))}.`,
    view.noticeSeconds === undefined
      ? undefined
      : `Between a vote's opening and its execution lie at least ${formatDuration(BigInt(view.noticeSeconds))}.`,
    view.sideEffects.length === 0
      ? undefined
      : `Changes with it: ${view.sideEffects.map((title) => plain(title, 60)).join(", ")}`,
    `Changed by ${plain(view.authority, 120)}.`,
    changeLine(view.lastChange),
    voteLine(view),
    `-# ${code(view.id)} at ${code(view.target)}${"known" in value ? `, raw ${code(value.raw, 100)}` : ""}`,
    ...blockLines([view]),
  );
}

/** Several parameters that are set with one call, with what must hold among them. */
export function parameterGroup({ id, title, invariants, members }: GroupView): Reply {
  const lines = fitting(members.map(listLine));
  return say(
    "quiet",
    `### ${plain(title, 80)}`,
    ...lines,
    ...invariants.slice(0, 5).map((one) => `Must hold: ${plain(one, 200)}`),
    `-# ${code(id)}: set with one call; what a change leaves out stays as it is.`,
    ...blockLines(members),
  );
}

/** Parameters whose name or title has what is typed. */
export function parameterChoices(named: readonly { id: string; title: string }[], typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase();
  return named
    .filter(({ id, title }) => `${title} ${id}`.toLowerCase().includes(wanted))
    .slice(0, limits.choices)
    .map(({ id, title }) => ({ name: bare(title, limits.choiceName), value: id }));
}

function listLine(view: ParameterView): string {
  const { value, lastChange, lastProposal, isVoted } = view;
  const year = "known" in value && value.year !== undefined ? ` (${plain(value.year, 40)})` : "";
  const last = lastProposal === undefined ? "" : ` · last vote #${lastProposal}`;
  const changed = lastChange === undefined ? "" : ` · changed ${when(lastChange.at, "R")}`;
  return `**${plain(view.title, 80)}**: ${shown(view)}${year}${isVoted ? "" : " · not by vote"}${last}${changed}`;
}

function changeLine(change: LastChange | undefined): string | undefined {
  if (change === undefined) return undefined;
  const held = {
    MATCH: "",
    MISMATCH: "; the chain did not hold what was voted",
    UNKNOWN: "; whether the chain held what was voted could not be read",
  }[change.held ?? "MATCH"];
  return `Last changed ${when(change.at)} by vote #${change.proposal}${held}.`;
}

function voteLine({ isVoted, lastProposal }: ParameterView): string | undefined {
  if (lastProposal !== undefined) return `Last vote: #${lastProposal} (\`/proposals number:${lastProposal}\`)`;
  return isVoted ? "No vote about it yet." : undefined;
}

function shown({ value }: ParameterView): string {
  return "known" in value ? `**${plain(value.known, 60)}**` : `unknown (${plain(value.unknown, 100)})`;
}

/** As many of the lines, from the first, as there is room for. */
function fitting(lines: readonly string[]): string[] {
  let room = ROOM;
  return lines.filter((line) => {
    room = room < line.length + 1 ? -1 : room - line.length - 1;
    return room >= 0;
  });
}

/** One line per chain, because all its values are of the same block. */
function blockLines(views: readonly ParameterView[]): string[] {
  const lines = views.flatMap(({ chainName, block, at }) =>
    block === undefined || at === undefined ? [] : [`-# ${plain(chainName, 40)}: final block ${block}, ${when(at)}`],
  );
  return [...new Set(lines)].slice(0, 5);
}
