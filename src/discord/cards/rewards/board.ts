import type { BoardPlace, BoardView } from "../../../actions/nodes/describe-board.ts";
import { counted } from "../../../core/counted.ts";
import { shortName } from "../../../core/rewards/node-name.ts";
import { plain } from "../../../core/sanitize.ts";
import type { Reply } from "../../command.ts";
import { container, text } from "../../components.ts";
import { say } from "../../reply.ts";
import { tokenAmount } from "../token-amount.ts";
import { bookedLine, lookBack } from "./words.ts";

/** Which nodes earned most of late, and where the asking member's own stand. */
export function boardCard(views: readonly BoardView[]): Reply {
  if (views.length === 0) return say("quiet", "No reward sources are watched.");
  return { components: [container("quiet", ...views.map((view) => text(...linesOf(view))))] };
}

function linesOf(view: BoardView): string[] {
  const { region, label, of, places, own } = view;
  const where = region === undefined ? "all regions" : plain(region, 40);
  if (of === 0)
    return [`### Most earned · ${where}`, `**${plain(label, 40)}** · nothing was paid yet`, bookedLine(view)];
  return [
    `### Most earned in ${lookBack(view)} · ${where}`,
    `**${plain(label, 40)}** · ${counted(of, "node")}`,
    ...places.map((place) => placeLine(place, view)),
    ...(own.length > 0 ? ["Yours further down:", ...own.map((place) => placeLine(place, view))] : []),
    bookedLine(view),
  ];
}

function placeLine({ place, node, region, last30, own }: BoardPlace, view: BoardView): string {
  const where = view.region === undefined && region !== undefined ? ` · ${plain(region, 24)}` : "";
  const line = `${place}\\. node ${plain(shortName(node), 32)} · ${tokenAmount(last30, view.token)}${where}`;
  return own ? `**${line} · yours**` : line;
}
