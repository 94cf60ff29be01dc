import type { FleetView } from "../../../actions/nodes/describe-fleet.ts";
import type { OutgoingFile } from "../../../app.ts";
import { formatShare } from "../../../core/amount.ts";
import { counted } from "../../../core/counted.ts";
import { shortName } from "../../../core/rewards/node-name.ts";
import { NO_REGION } from "../../../core/rewards/node-pay.ts";
import { bare, plain } from "../../../core/sanitize.ts";
import { renderPng } from "../../../reports/drawing/render-png.ts";
import { fleetPicture } from "../../../reports/fleet-picture.ts";
import { formatTokens } from "../../../reports/format-figure.ts";
import type { Reply } from "../../command.ts";
import { container, gallery, text } from "../../components.ts";
import { limits } from "../../limits.ts";
import { say } from "../../reply.ts";
import { when } from "../../timestamp.ts";
import { tokenAmount } from "../token-amount.ts";
import { marked, periodsOf } from "./pictures.ts";
import { bookedLine, lately, lookBack } from "./words.ts";

const MOST_REGIONS = 8;
const MOST_NODES = 12;
const MOST_TREES = 3;
const MOST_PICTURES = 4;

/** Every node of every source: what they earned and how it is spread, by region, who missed what, and what is not booked. */
export async function fleetCard(views: readonly FleetView[], timeZone: string): Promise<Reply> {
  if (views.length === 0)
    return say(
      "quiet",
      "No reward sources are watched.",
      "-# Whoever runs Steward names them under `rewards` in the config.",
    );
  const paying = views.filter(({ epochs }) => epochs.length > 0);
  const files = await Promise.all(paying.slice(0, MOST_PICTURES).map((view) => pictureOf(view, timeZone)));
  const pictures = files.map(({ name, description = "" }) => ({ file: name, description }));
  const parts = views.map((view) => text(...linesOf(view)));
  const shown = pictures.length > 0 ? [gallery(...pictures)] : [];
  return { components: [container("quiet", text("### The whole fleet"), ...parts, ...shown)], files };
}

function linesOf(view: FleetView): string[] {
  return [
    ...(view.epochs.length === 0 ? [nothingLine(view)] : earnedLines(view)),
    ...troubleLines(view),
    bookedLine(view),
  ];
}

function nothingLine({ label, nodes }: FleetView): string {
  return `**${plain(label, 40)}** · nothing was paid yet to ${counted(nodes.working, "node")}`;
}

function earnedLines(view: FleetView): string[] {
  const { label, last7, last30, token, nodes, spread } = view;
  // A young source's last epochs are all that it has.
  const late = lately(view) === lookBack(view) ? "" : ` · ${tokenAmount(last7, token)} in ${lately(view)}`;
  return [
    `**${plain(label, 40)}**${late} · ${tokenAmount(last30, token)} in ${lookBack(view)}`,
    `${nodes.earning} of ${counted(nodes.working, "node")} at work earned in ${lately(view)} · ${nodes.fresh} new in ${lookBack(view)} · ${nodes.retired} left`,
    ...(spread === undefined
      ? []
      : [
          `Of ${counted(spread.nodes, "node")} in ${lookBack(view)}: middle ${tokenAmount(spread.median, token)}, a tenth at most ${tokenAmount(spread.p10, token)}, a tenth at least ${tokenAmount(spread.p90, token)} · Gini ${formatShare(spread.gini - (spread.gini % 1_000n))}`,
        ]),
    ...regionLines(view),
    missedLine(view),
  ];
}

function troubleLines(view: FleetView): string[] {
  const { oddities, alerts } = view;
  return [
    ...(alerts > 0
      ? [`**${counted(alerts, "alert")} open**: \`/rewards node:\` says what is the matter with one.`]
      : []),
    ...treeLines(view),
    ...(oddities > 0
      ? [
          `${counted(oddities, "thing")} ${oddities === 1 ? "is" : "are"} not booked: \`/rewards sync:True\` says what and why.`,
        ]
      : []),
  ];
}

function regionLines(view: FleetView): string[] {
  const { regions, token } = view;
  const lines = regions
    .slice(0, MOST_REGIONS)
    .map(
      ({ region, nodes, last30 }) =>
        `- ${plain(region, 32)}: ${tokenAmount(last30, token)} to ${counted(nodes, "node")}`,
    );
  const rest = regions.slice(MOST_REGIONS);
  if (rest.length === 0) return lines;
  const sum = rest.reduce((total, { last30 }) => total + last30, 0n);
  return [...lines, `- ${counted(rest.length, "more region")}: ${tokenAmount(sum, token)}`];
}

function missedLine(view: FleetView): string {
  const { missed } = view;
  if (missed.length === 0) return `No node missed anything in ${lately(view)}.`;
  const shown = missed.slice(0, MOST_NODES).map(({ node, epochs }) => `${plain(shortName(node), 32)} (${epochs})`);
  const more = missed.length > shown.length ? ` and ${missed.length - shown.length} more` : "";
  return `**${counted(missed.length, "node")} missed** in ${lately(view)}: ${shown.join(", ")}${more}`;
}

function treeLines({ trees }: FleetView): string[] {
  const waiting = trees.filter(({ state }) => state === "pending");
  const refused = trees.filter(({ state }) => state === "refused").reverse();
  const reason = waiting.find((tree) => tree.reason !== null)?.reason;
  const waits =
    waiting.length === 0
      ? []
      : [
          `**${counted(waiting.length, "reward tree")} ${waiting.length === 1 ? "is" : "are"} awaited**, the oldest of ${when(waiting[0]?.at ?? 0, "d")}${reason == null ? "" : `: ${plain(reason, 260)}`}`,
        ];
  return [
    ...waits,
    ...refused
      .slice(0, MOST_TREES)
      .map(({ epoch, reason: why }) => `**The reward tree of epoch ${epoch} is not booked**: ${plain(why ?? "", 260)}`),
  ];
}

async function pictureOf(view: FleetView, timeZone: string): Promise<OutgoingFile> {
  const svg = fleetPicture({
    ...{ title: bare(`The whole fleet · ${view.label}`, 80), token: view.token, timeZone, word: view.word },
    epochs: periodsOf(view.epochs),
    marks: view.marks,
    regions: view.regions.map(({ region, byEpoch }) => ({
      region: view.regions.length === 1 && region === NO_REGION ? "all nodes" : bare(region, 40),
      byEpoch,
    })),
    total: view.last30,
  });
  const regions = view.regions
    .slice(0, 8)
    .map(({ region, last30 }) => `${region}: ${formatTokens(last30, view.token)}`);
  const description = `The whole fleet, ${view.label}: ${formatTokens(view.last30, view.token)} earned in ${lookBack(view)}. ${regions.join("; ")}. Bars show what was earned in each ${view.word}, by region.${marked(view)}`;
  return {
    name: `${view.source}.png`,
    data: await renderPng(svg),
    description: bare(description, limits.fileDescription),
  };
}
