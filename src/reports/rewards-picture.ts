import { counted } from "../core/counted.ts";
import type { NodePay } from "../core/rewards/node-pay.ts";
import type { Period } from "../core/treasury/periods.ts";
import type { Statement, StatementToken } from "../core/treasury/statement.ts";
import { dayLabels, dayScale } from "./drawing/day-axis.ts";
import { EDGE, svg, WIDTH } from "./drawing/frame.ts";
import { marks } from "./drawing/marks.ts";
import { palette, seriesColour } from "./drawing/palette.ts";
import { box, element, label } from "./drawing/svg.ts";
import { fitText, textWidth } from "./drawing/text-width.ts";
import { formatShort, formatTokens, toPixels } from "./format-figure.ts";
import { barValue, highestOf, type NodeBars, nodeBars } from "./node-bars.ts";

/** One node of a picture: what it earned in each epoch, and the middle of its cohort. */
export type PicturedNode = {
  node: string;
  pays: readonly NodePay[];
  middles: readonly (bigint | undefined)[];
  last30: bigint;
  /** Whole percents above the middle, or below; undefined where it cannot be compared. */
  above: bigint | undefined;
};

/** Some nodes of one source, epoch by epoch. */
export type RewardsPicture = {
  title: string;
  token: StatementToken;
  timeZone: string;
  /** When each epoch was, oldest first. */
  epochs: readonly Period[];
  word: string;
  /** Votes whose change took effect, by Unix seconds. */
  marks: Statement["marks"];
  nodes: readonly PicturedNode[];
  /** How many there are, where not all are shown. */
  of: number;
  total: bigint;
};

/** At most, beside the bars: a node's name on their left, its figures on their right. */
const NAME = 236;
const FIGURE = 236;
const TOP = 190;
/** What the names of votes take above the bars. */
const MARKED = 40;

/** How high a node's row is: the fewer there are, the more can be seen of each. */
const ROWS: readonly (readonly [most: number, height: number])[] = [
  [1, 330],
  [3, 170],
  [8, 108],
];
const LOWEST_ROW = 64;

/** What nodes earned, epoch by epoch, as SVG: a row of bars for each, all to one scale, with the middle of its cohort as a line. */
export function rewardsPicture(picture: RewardsPicture): string {
  const { title, token, timeZone, epochs, nodes, marks: votes } = picture;
  const height = ROWS.find(([most]) => nodes.length <= most)?.[1] ?? LOWEST_ROW;
  const [left, right] =
    nodes.length === 1 ? [EDGE + 84, WIDTH - EDGE] : [EDGE + nameRoom(nodes) + 24, WIDTH - EDGE - FIGURE];
  const scale = dayScale(epochs.length, left, right);
  const bars = nodes.map((node) => barsOf(node, token));
  const highest = highestOf(bars);
  const first = votes.length > 0 ? TOP + MARKED : TOP;
  const bottom = first + nodes.length * height;
  return svg(
    WIDTH,
    bottom + 74,
    label(EDGE, 84, fitText(title, 720, 36, 700), { size: 36, weight: 700, fill: palette.strong }),
    label(WIDTH - EDGE, 84, fitText(formatTokens(picture.total, token), 390, 36, 700), {
      ...{ size: 36, weight: 700, fill: palette.strong, anchor: "end" },
    }),
    caption(picture),
    nodes.length === 1 ? ruler(highest, left, right, first + 24, first + height - 20) : "",
    ...bars.map((own, index) => {
      const top = first + index * height;
      const plot = { epochs: scale, top: top + (nodes.length === 1 ? 24 : 10), bottom: top + height - 20, highest };
      return nodeBars(own, plot) + (nodes.length === 1 ? "" : words(nodes[index], token, top, height));
    }),
    marks(votes, epochs, { days: scale, top: TOP, bottom: bottom - 20 }),
    dayLabels(epochs, scale, bottom + 32, timeZone),
  );
}

function nameRoom(nodes: readonly PicturedNode[]): number {
  return Math.min(NAME, Math.max(60, ...nodes.map(({ node }) => textWidth(node, 30, 600))));
}

/** What the bars, the line and the marks are; how many nodes there are, and how many epochs they missed. */
function caption({ nodes, of, word, token }: RewardsPicture): string {
  const missed = nodes.flatMap(({ pays }) => pays).filter((pay) => pay === "missed").length;
  const what = nodes.length < of ? `${nodes.length} of ${counted(of, "node")}` : counted(of, "node");
  const earned = `${of === 1 ? "" : `${what}, `}${token.symbol} per ${word}`;
  const first = label(EDGE + 32, 142, fitText(earned, 460, 26), { fill: palette.soft });
  const middleAt = EDGE + 32 + Math.min(textWidth(earned, 26), 460) + 36;
  const line = { x1: middleAt, x2: middleAt + 34, y1: 133, y2: 133, stroke: palette.net, "stroke-width": 4 };
  const hasMiddle = nodes.some(({ middles }) => middles.some((middle) => middle !== undefined));
  const note = missed === 0 ? "none missed" : `${missed} missed`;
  return [
    box(EDGE, 122, 22, 22, seriesColour(0), 5),
    first,
    hasMiddle ? element("line", line) + label(middleAt + 46, 142, "middle of the cohort", { fill: palette.soft }) : "",
    label(WIDTH - EDGE, 142, note, {
      ...{ weight: 600, anchor: "end", fill: missed === 0 ? palette.soft : palette.alert },
    }),
  ].join("");
}

/** The row's name on the left, what the node earned and how it compares on the right. */
function words(node: PicturedNode | undefined, token: StatementToken, top: number, height: number): string {
  if (node === undefined) return "";
  const middle = top + height / 2 + 6;
  const isLow = height <= LOWEST_ROW;
  const above = node.above === undefined ? "" : signed(node.above);
  const missed = node.pays.some((pay) => pay === "missed");
  const fill = (node.above ?? 0n) <= -10n ? palette.alert : palette.soft;
  const amount = formatShort(toPixels(node.last30, 10n ** BigInt(token.decimals)));
  const name = label(EDGE, middle, fitText(node.node, NAME, 30, 600), {
    ...{ size: 30, weight: 600, fill: missed ? palette.alert : palette.strong },
  });
  const right = WIDTH - EDGE;
  const end = { size: 30, anchor: "end" as const };
  if (isLow)
    return (
      name +
      label(right - 110, middle, amount, { ...end, fill: palette.strong, weight: 600 }) +
      label(right, middle, above, { ...end, size: 28, fill })
    );
  return (
    name +
    label(right, middle - 18, amount, { ...end, size: 32, fill: palette.strong, weight: 600 }) +
    label(right, middle + 20, above === "" ? "" : `${above} to middle`, { ...end, size: 26, fill })
  );
}

function signed(percent: bigint): string {
  return percent < 0n ? `−${-percent} %` : `${percent > 0n ? "+" : ""}${percent} %`;
}

/** The highest value and half of it, written at the left of a single node's bars. */
function ruler(highest: number, left: number, right: number, top: number, bottom: number): string {
  if (highest === 0) return "";
  return [1, 0.5, 0]
    .map((part) => {
      const y = bottom - (bottom - top) * part;
      const rule = element("line", { x1: left, x2: right, y1: y, y2: y, stroke: palette.edge, "stroke-width": 1 });
      return rule + label(left - 14, y + 9, formatShort(highest * part), { fill: palette.soft, anchor: "end" });
    })
    .join("");
}

function barsOf({ pays, middles }: PicturedNode, { decimals }: StatementToken): NodeBars {
  const unit = 10n ** BigInt(decimals);
  const toNumber = (amount: bigint) => toPixels(amount, unit);
  return {
    values: pays.map((pay) => barValue(pay, toNumber)),
    middles: middles.map((middle) => (middle === undefined ? undefined : toNumber(middle))),
  };
}
