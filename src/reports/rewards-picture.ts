import { counted } from "../core/counted.ts";
import type { Period } from "../core/treasury/periods.ts";
import type { NodePay, StatementToken } from "../core/treasury/statement.ts";
import { fold, type Series } from "./chart-data.ts";
import { dayLabels, dayScale } from "./day-axis.ts";
import { formatShort, formatTokens, toPixels } from "./format-figure.ts";
import { heatStrip } from "./heat-strip.ts";
import { legend } from "./legend.ts";
import { palette } from "./palette.ts";
import { svg } from "./picture.ts";
import { stackedBars } from "./stacked-bars.ts";
import { label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

/** Some nodes of one source, day by day. */
export type NodesPicture = {
  title: string;
  token: StatementToken;
  timeZone: string;
  days: readonly Period[];
  nodes: readonly { node: string; region: string; days: readonly NodePay[] }[];
};

const WIDTH = 1_200;
const EDGE = 44;
const MOST_NODES = 24;

/** What nodes were paid, day by day, as SVG: bars by node or by region, and below them who missed which day. */
export function nodesPicture(picture: NodesPicture): string {
  const { title, token, timeZone, days, nodes } = picture;
  const scale = dayScale(days.length, EDGE + 84, WIDTH - EDGE);
  const series = fold(
    nodes.length <= 5
      ? nodes.map((node) => ({ label: `node ${node.node}`, values: amounts(node, token) }))
      : byRegion(picture),
  );
  const shown = mostMissed(nodes);
  const room = Math.min(shown.length * 22, 220);
  const strip = 510;
  const note = `${shown.length < nodes.length ? `${shown.length} of ` : ""}${counted(nodes.length, "node")}, by day`;
  const missed = nodes.reduce((sum, node) => sum + node.days.filter((day) => day === "missed").length, 0);
  const heading = `Paid per day, ${token.symbol}`;
  return svg(
    WIDTH,
    strip + room + 78,
    label(EDGE, 84, fitText(title, 700, 36, 700), { size: 36, weight: 700, fill: palette.strong }),
    label(WIDTH - EDGE, 84, formatTokens(totalOf(nodes), token), {
      size: 36,
      weight: 700,
      fill: palette.strong,
      anchor: "end",
    }),
    label(EDGE, 142, heading, { weight: 600, fill: palette.strong }),
    legend(series, EDGE + textWidth(heading, 26, 600) + 30, WIDTH - EDGE, 142),
    stackedBars({ title: heading, series, unknown: [], format: formatShort }, { days: scale, top: 188, bottom: 440 }),
    label(EDGE + 84, strip - 22, note, { weight: 600, fill: palette.strong }),
    label(WIDTH - EDGE, strip - 22, missed === 0 ? "none missed" : `${missed} missed`, {
      weight: 600,
      fill: missed === 0 ? palette.soft : palette.alert,
      anchor: "end",
    }),
    heatStrip(shown, scale, strip, room),
    dayLabels(days, scale, strip + room + 38, timeZone),
  );
}

type Node = NodesPicture["nodes"][number];

function amounts({ days }: Node, token: StatementToken): number[] {
  return days.map((pay) => (typeof pay === "bigint" ? toPixels(pay, 10n ** BigInt(token.decimals)) : 0));
}

function byRegion({ nodes, token }: NodesPicture): Series[] {
  const regions = new Map<string, number[]>();
  for (const node of nodes) {
    const sums = regions.get(node.region) ?? node.days.map(() => 0);
    regions.set(
      node.region,
      sums.map((sum, day) => sum + (amounts(node, token)[day] ?? 0)),
    );
  }
  return [...regions].map(([region, values]) => ({ label: region, values }));
}

function mostMissed(nodes: readonly Node[]): Node[] {
  const missed = ({ days }: Node) => days.filter((day) => day === "missed").length;
  if (nodes.length <= MOST_NODES) return [...nodes];
  const chosen = new Set([...nodes].sort((a, b) => missed(b) - missed(a)).slice(0, MOST_NODES));
  return nodes.filter((node) => chosen.has(node));
}

function totalOf(nodes: readonly Node[]): bigint {
  return nodes
    .flatMap(({ days }) => days)
    .reduce<bigint>((sum, pay) => (typeof pay === "bigint" ? sum + pay : sum), 0n);
}
