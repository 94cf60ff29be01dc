import type { ParameterView } from "../../actions/describe-parameters.ts";
import { bare, code, plain } from "../../core/sanitize.ts";
import type { Choice, Reply } from "../command.ts";
import { container, text } from "../components.ts";
import { limits } from "../limits.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

/** As many as fit on one card; any is found by its name. */
const MOST = 20;

/** All parameters with their values, one line each. */
export function parameterList(views: readonly ParameterView[]): Reply {
  if (views.length === 0)
    return say("quiet", "No parameter is configured yet.", "-# A maintainer names them in Steward's config.");
  const lines = views.slice(0, MOST).map((view) => {
    const last = view.lastProposal === undefined ? "" : ` · last vote #${view.lastProposal}`;
    return `**${plain(view.title, 80)}**: ${shown(view)}${last}`;
  });
  return {
    components: [
      container(
        "quiet",
        text("### Parameters, as the chain holds them", ...lines),
        text(
          ...(views.length > MOST
            ? [`-# …and ${views.length - MOST} more: name one with \`/parameters parameter\`.`]
            : []),
          ...blockLines(views),
          "-# Change one with `/propose`.",
        ),
      ),
    ],
  };
}

/** One parameter with all that is known about it. */
export function parameterDetails(view: ParameterView): Reply {
  return say(
    "quiet",
    `### ${plain(view.title, 80)}: ${shown(view)}`,
    view.description === "" ? undefined : plain(view.description, 300),
    view.bounds === undefined ? undefined : `Allowed: ${plain(view.bounds, 120)}`,
    `Changed by a passed vote, through ${code(view.executor, 40)}.`,
    view.lastProposal === undefined
      ? "No vote about it yet."
      : `Last vote: #${view.lastProposal} (\`/proposals number:${view.lastProposal}\`)`,
    `-# ${code(view.id)} at ${code(view.target)}`,
    ...blockLines([view]),
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

function shown({ value }: ParameterView): string {
  return "known" in value ? `**${plain(value.known, 60)}**` : `unknown (${plain(value.unknown, 100)})`;
}

/** One line per chain, because all its values are of the same block. */
function blockLines(views: readonly ParameterView[]): string[] {
  const lines = views.flatMap(({ chainName, block, at }) =>
    block === undefined || at === undefined ? [] : [`-# ${plain(chainName, 40)}: final block ${block}, ${when(at)}`],
  );
  return [...new Set(lines)];
}
