import type { OwnView } from "../../../actions/nodes/describe-own.ts";
import { LATELY, type NodesView, type NodeView } from "../../../actions/nodes/node-view.ts";
import { totalMoney } from "../../../actions/nodes/total-money.ts";
import { counted } from "../../../core/counted.ts";
import { percentAbove } from "../../../core/rewards/against-middle.ts";
import { shortName } from "../../../core/rewards/node-name.ts";
import { plain } from "../../../core/sanitize.ts";
import type { Reply } from "../../command.ts";
import { container, gallery, text } from "../../components.ts";
import { say } from "../../reply.ts";
import { tokenAmount } from "../token-amount.ts";
import { byNeed, missedLately } from "./by-need.ts";
import { picture } from "./pictures.ts";
import {
  againstWords,
  attendanceWords,
  bookedLine,
  earnedLine,
  heldParts,
  lately,
  lookBack,
  paybackWords,
  shareWords,
  unbookedLines,
} from "./words.ts";

/** How many nodes are told of in full; beyond that each has one line, and beyond that room none. */
const IN_FULL = 6;
const ROOM = 3_000;
const MOST_PICTURES = 4;

/** A member's own nodes, or no nodes and what to do about it. */
export async function ownCard({ wallets, views }: OwnView, timeZone: string): Promise<Reply> {
  if (views.length === 0) return noNodesCard(wallets);
  const files = await Promise.all(views.slice(0, MOST_PICTURES).map((view) => picture("Your nodes", view, timeZone)));
  const isMissing = views.some(({ nodes }) => nodes.some((node) => missedLately(node) > 0));
  const parts = views.map((view) => text(...linesOf(view, Math.floor(ROOM / views.length))));
  const pictures = files.map(({ name, description = "" }) => ({ file: name, description }));
  const title = text(
    `### Your ${counted(
      views.reduce((sum, { nodes }) => sum + nodes.length, 0),
      "node",
    )}`,
  );
  return { components: [container(isMissing ? "waiting" : "good", title, ...parts, gallery(...pictures))], files };
}

function noNodesCard(wallets: number): Reply {
  const why =
    wallets === 0
      ? "You have no linked wallet yet, so Steward cannot tell which nodes are yours."
      : `${wallets === 1 ? "Your linked wallet owns no node" : `None of your ${wallets} linked wallets owns a node`} that Steward knows.`;
  return say(
    "quiet",
    why,
    "-# Link the wallet that owns your nodes with `/wallet link`, or see all nodes with `/rewards fleet:True`.",
  );
}

function linesOf(view: NodesView, room: number): string[] {
  const { nodes, label } = view;
  const head = [
    `**${plain(label, 40)}** · ${verdict(view)}`,
    ...totalMoney(nodes).flatMap(({ all, mine }) => [
      earnedLine(all, view),
      ...(mine ? [`Yours of it: ${earnedLine(mine, view)}`] : []),
      ...[heldParts(mine ?? all).join(" · ")].filter(Boolean),
    ]),
  ];
  const each = nodes.length <= IN_FULL ? nodes.map((node) => inFull(node, view)) : compact(view);
  return [...head, ...fitting(each, room, nodes.length), ...unbookedLines(view), bookedLine(view)];
}

/** What somebody with ten seconds needs to know. */
function verdict(view: NodesView): string {
  const { nodes } = view;
  const missing = byNeed(nodes.filter((node) => missedLately(node) > 0));
  const working = nodes.filter(({ until }) => until === undefined).length;
  if (working === 0) return "none of them is at work any more";
  if (missing.length === 0) return `${working === 1 ? "it" : `all ${working}`} missed nothing in ${lately(view)}`;
  const shown = missing.slice(0, 5).map((node) => `${plain(shortName(node.node), 24)} (${missedLately(node)})`);
  const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : "";
  return `**${missing.length} of ${working} missed** in ${lately(view)}: ${shown.join(", ")}${more}`;
}

function inFull(node: NodeView, view: NodesView): string {
  const [{ last7, last30, token }, ...others] = node.money;
  const earned = [
    `${tokenAmount(last7, token)} in ${lately(view)}`,
    ...(view.epochs.length > LATELY ? [`${tokenAmount(last30, token)} in ${lookBack(view)}`] : []),
  ];
  const small = [
    attendanceWords(node, view),
    againstWords(node),
    shareWords(node),
    ...heldParts(node.money[0]).filter((part) => part !== "nothing to claim"),
    ...others.map((one) => `${tokenAmount(one.last30, one.token)} in ${lookBack(view)}`),
    paybackWords(node),
  ].filter(Boolean);
  return `- node **${plain(shortName(node.node), 32)}** · ${earned.join(", ")}\n  ${small.join(" · ")}`;
}

function compact(view: NodesView): string[] {
  const lines = byNeed(view.nodes).map((node) => {
    const { against, attendance, until } = node;
    const percent = against && percentAbove(against);
    const parts = [
      `**${plain(shortName(node.node), 24)}** ${tokenAmount(node.money[0].last30, node.money[0].token)}`,
      percent === undefined ? "" : signed(percent),
      attendance.missed > 0 ? `**missed ${attendance.missed}**` : "",
      until === undefined ? "" : "left",
      shareWords(node),
    ];
    return `- ${parts.filter(Boolean).join(" · ")}`;
  });
  return [
    `-# Each in ${lookBack(view)}, and against the middle of its cohort; whoever needs looking at first:`,
    ...lines,
  ];
}

function signed(percent: bigint): string {
  return percent < 0n ? `−${-percent} %` : `${percent > 0n ? "+" : ""}${percent} %`;
}

function fitting(lines: readonly string[], room: number, nodes: number): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > room) break;
    shown.push(line);
  }
  const left = lines.length - shown.length;
  const hint = nodes > IN_FULL ? ["-# One in full: `/rewards node:`; every reward: `/rewards csv:True`."] : [];
  return left === 0 ? [...shown, ...hint] : [...shown, `-# …and ${left} more, all of them in \`/rewards csv:True\`.`];
}
