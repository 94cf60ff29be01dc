import type { NodesView, NodeView } from "../../../actions/nodes/node-view.ts";
import type { OutgoingFile } from "../../../app.ts";
import { counted } from "../../../core/counted.ts";
import { percentAbove } from "../../../core/rewards/against-middle.ts";
import type { NumberedEpoch } from "../../../core/rewards/node-epochs.ts";
import { shortName } from "../../../core/rewards/node-name.ts";
import { bare } from "../../../core/sanitize.ts";
import type { Period } from "../../../core/treasury/periods.ts";
import { renderPng } from "../../../reports/drawing/render-png.ts";
import { formatTokens } from "../../../reports/format-figure.ts";
import { rewardsPicture } from "../../../reports/rewards-picture.ts";
import { limits } from "../../limits.ts";
import { byNeed } from "./by-need.ts";

/** As many rows as can still be told apart on a phone. */
const MOST_NODES = 24;

/** The picture of some nodes of one source: those that need looking at where there are too many. */
export async function picture(title: string, view: NodesView, timeZone: string): Promise<OutgoingFile> {
  const nodes = view.nodes.length > MOST_NODES ? byNeed(view.nodes).slice(0, MOST_NODES) : view.nodes;
  const svg = rewardsPicture({
    ...{ title: bare(`${title} · ${view.label}`, 80), token: view.token, timeZone, word: view.word },
    epochs: periodsOf(view.epochs),
    marks: view.marks,
    nodes: nodes.map((node) => ({
      node: bare(shortName(node.node), 40),
      pays: node.pays,
      middles: node.middles,
      last30: node.money[0].last30,
      above: node.against && percentAbove(node.against),
    })),
    of: view.nodes.length,
    total: view.nodes.reduce((sum, { money }) => sum + money[0].last30, 0n),
  });
  return { name: `${view.source}.png`, data: await renderPng(svg), description: describe(title, view) };
}

/** Epochs as stretches of time, for an axis: each until the next begins. */
export function periodsOf(epochs: readonly NumberedEpoch[]): Period[] {
  return epochs.map(({ firstAt, lastAt }, index) => ({
    from: firstAt,
    to: epochs[index + 1]?.firstAt ?? lastAt + Math.max(firstAt - (epochs[index - 1]?.firstAt ?? firstAt), 1),
  }));
}

/** What a picture's marks stand for, in words. */
export function marked({ marks }: Pick<NodesView, "marks">): string {
  return marks.map(({ label }) => ` Marked: ${label}.`).join("");
}

function describe(title: string, view: NodesView): string {
  const { nodes, label, token, epochs, word } = view;
  const missed = nodes.filter(({ attendance }) => attendance.missed > 0);
  const total = nodes.reduce((sum, { money }) => sum + money[0].last30, 0n);
  const each = nodes.slice(0, 8).map((node) => eachInWords(node));
  return bare(
    `${title}, ${label}: ${formatTokens(total, token)} earned by ${counted(nodes.length, "node")} in ${counted(epochs.length, word)}; ${missed.length === 0 ? "none missed any" : `${missed.length} missed some`}. ${each.join("; ")}. Bars show what was earned in each ${word}, a line the middle of the cohort.${marked(view)}`,
    limits.fileDescription,
  );
}

function eachInWords({ node, money, attendance, against }: NodeView): string {
  const [{ last30, token }] = money;
  const compared = against === undefined ? "" : `, ${percentAbove(against)} % against the middle`;
  return `node ${shortName(node)}: ${formatTokens(last30, token)}${compared}, ${attendance.missed} missed`;
}
