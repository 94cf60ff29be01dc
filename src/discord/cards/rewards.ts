import type { NodeView, RewardsView } from "../../actions/rewards/describe-rewards.ts";
import type { OutgoingFile } from "../../app.ts";
import { counted } from "../../core/counted.ts";
import { NO_REGION } from "../../core/rewards/node-pay.ts";
import { plain } from "../../core/sanitize.ts";
import { formatTokens } from "../../reports/format-figure.ts";
import { renderPng } from "../../reports/render-png.ts";
import { nodesPicture } from "../../reports/rewards-picture.ts";
import type { Reply } from "../command.ts";
import { container, gallery, text } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { tokenAmount } from "./token-amount.ts";

/** How many nodes are listed one by one, and how many pictures one answer carries. */
const MOST = 10;
const MOST_PICTURES = 4;

/** A member's own nodes, or one node by its name: what each was paid, its place in its region, and a picture of 30 days. */
export async function nodesCard(title: string, views: readonly RewardsView[], timeZone: string): Promise<Reply> {
  const lines = views.flatMap((view) => [
    `**${tokenAmount(sum(view.nodes, "last7"), view.token)}** in 7 days · **${tokenAmount(sum(view.nodes, "last30"), view.token)}** in 30 days · ${plain(view.label, 40)}`,
    ...view.nodes.slice(0, MOST).map((node) => nodeLine(node, view)),
    ...(view.nodes.length > MOST ? [`…and ${counted(view.nodes.length - MOST, "more node")}`] : []),
    bookedLine(view),
  ]);
  return withPictures(title, lines, views, timeZone);
}

/** Every node of every source: totals, regions, and which nodes missed payments in the last 7 days. */
export async function fleetCard(views: readonly RewardsView[], timeZone: string): Promise<Reply> {
  if (views.length === 0)
    return say(
      "quiet",
      "No reward sources are watched.",
      "-# Whoever runs Steward names them under `rewards` in the config.",
    );
  const lines = views.flatMap((view) => [
    `**${plain(view.label, 40)}** · ${counted(view.fleet.nodes, "node")}`,
    `**${tokenAmount(view.fleet.last7, view.token)}** in 7 days · **${tokenAmount(view.fleet.last30, view.token)}** in 30 days`,
    ...view.fleet.regions
      .slice(0, MOST)
      .map(
        ({ region, nodes, last30 }) =>
          `- ${plain(region, 32)}: ${tokenAmount(last30, view.token)} to ${counted(nodes, "node")} in 30 days`,
      ),
    missedLine(view),
    bookedLine(view),
  ]);
  return withPictures("The whole fleet", lines, views, timeZone);
}

/** Says why there is nothing to show to a member, and what to do about it. */
export function noNodesCard(wallets: number): Reply {
  return wallets === 0
    ? say(
        "quiet",
        "You have no linked wallet yet, so Steward cannot tell which nodes are yours.",
        "-# Link the wallet that owns your nodes with `/wallet link`, or see all nodes with `/rewards fleet:True`.",
      )
    : say(
        "quiet",
        `${wallets === 1 ? "Your linked wallet owns no node" : `None of your ${wallets} linked wallets owns a node`} that Steward knows.`,
        "-# Link the wallet that owns your nodes with `/wallet link`, or see all nodes with `/rewards fleet:True`.",
      );
}

function nodeLine(
  { node, region, last7, rank, of, regionMedian7, days, retiredAt }: NodeView,
  { token }: RewardsView,
): string {
  const missed = days.slice(-7).filter((day) => day === "missed").length;
  const place =
    retiredAt === undefined
      ? `place ${rank} of ${of}${region === NO_REGION ? "" : ` in ${plain(region, 24)}`}${against(last7, regionMedian7)}`
      : `left ${when(retiredAt, "d")}`;
  return `- node ${plain(node, 32)} · ${tokenAmount(last7, token)} in 7 d · ${place}${missed > 0 ? ` · **missed ${missed} d**` : ""}`;
}

/** `, 4 % above the median`, in whole percents, rounded toward zero. */
function against(own: bigint, median: bigint): string {
  if (median === 0n) return "";
  const percent = ((own - median) * 100n) / median;
  if (percent === 0n) return ", at the median";
  return percent > 0n ? `, ${percent} % above the median` : `, ${-percent} % below the median`;
}

function missedLine({ nodes }: RewardsView): string {
  const missed = nodes
    .map(({ node, days }) => ({ node, count: days.slice(-7).filter((day) => day === "missed").length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  if (missed.length === 0) return "No node missed a payment in the last 7 days.";
  const shown = missed.slice(0, MOST).map(({ node, count }) => `${plain(node, 32)} (${count} d)`);
  return `Missed in the last 7 days: ${shown.join(", ")}${missed.length > MOST ? ` and ${missed.length - MOST} more` : ""}`;
}

function bookedLine({ bookedTo }: RewardsView): string {
  return bookedTo === undefined
    ? "-# Nothing has been read from the chain yet."
    : `-# Final payments up to ${when(bookedTo)}`;
}

async function withPictures(
  title: string,
  lines: readonly string[],
  views: readonly RewardsView[],
  timeZone: string,
): Promise<Reply> {
  const shown = views.filter(({ nodes }) => nodes.length > 0).slice(0, MOST_PICTURES);
  const files: OutgoingFile[] = await Promise.all(
    shown.map(async (view) => ({
      name: `${view.source}.png`,
      data: await renderPng(nodesPicture({ ...view, title: `${title} · ${view.label}`, timeZone })),
      description: words(title, view),
    })),
  );
  const pictures = files.map(({ name, description = "" }) => ({ file: name, description }));
  const parts = [text(`### ${plain(title, 80)}`, ...lines), pictures.length > 0 ? gallery(...pictures) : undefined];
  return { components: [container("quiet", ...parts)], files };
}

function words(title: string, { nodes, label, token, days }: RewardsView): string {
  const missed = nodes.reduce((count, node) => count + node.days.filter((day) => day === "missed").length, 0);
  return `${title}, ${label}: ${formatTokens(sum(nodes, "last30"), token)} paid to ${counted(nodes.length, "node")} in ${counted(days.length, "day")}, ${counted(missed, "payment")} missed. Bars show what was paid on each day.`;
}

function sum(nodes: readonly NodeView[], key: "last7" | "last30"): bigint {
  return nodes.reduce((total, node) => total + node[key], 0n);
}
