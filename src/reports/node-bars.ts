import { type ScaleBand, type ScaleLinear, scaleLinear } from "d3-scale";
import type { NodePay } from "../core/rewards/node-pay.ts";
import { palette, seriesColour } from "./drawing/palette.ts";
import { box, element } from "./drawing/svg.ts";

/** What one node earned epoch by epoch, in whole tokens as far as a picture needs them, and the middle of its cohort. */
export type NodeBars = { values: readonly (number | "missed" | "absent")[]; middles: readonly (number | undefined)[] };

/** Where the bars stand: epochs across, and from `bottom` up to `top` whatever the highest of the picture is. */
export type BarPlot = { epochs: ScaleBand<number>; top: number; bottom: number; highest: number };

/** Bars by epoch, the cohort's middle as a line through them, and a marked column where the node missed an epoch. */
export function nodeBars({ values, middles }: NodeBars, plot: BarPlot): string {
  const scale = scaleLinear([0, plot.highest || 1], [plot.bottom, plot.top]);
  return [
    ...values.map((value, index) => column(value, index, plot, scale)),
    element("line", { ...across(plot), y1: plot.bottom, y2: plot.bottom, stroke: palette.line, "stroke-width": 2 }),
    middleLine(middles, plot, scale),
  ].join("");
}

/** The highest value of any of them, so that all can be drawn to one scale. */
export function highestOf(nodes: readonly NodeBars[]): number {
  const values = nodes.flatMap(({ values: own, middles }) => [...own, ...middles]);
  return Math.max(0, ...values.map((value) => (typeof value === "number" ? value : 0)));
}

/** An amount as a bar's height, whatever it was. */
export function barValue(pay: NodePay, toNumber: (amount: bigint) => number): number | "missed" | "absent" {
  return typeof pay === "bigint" ? toNumber(pay) : pay;
}

function column(
  value: NodeBars["values"][number],
  index: number,
  { epochs, top, bottom }: BarPlot,
  scale: ScaleLinear<number, number>,
): string {
  const [x, width] = [epochs(index) ?? 0, epochs.bandwidth()];
  if (value === "absent") return "";
  if (value === "missed") {
    const faint = { x, y: top, width, height: bottom - top, fill: palette.alert, "fill-opacity": 0.22, rx: 3 };
    const foot = Math.min(10, (bottom - top) / 4);
    return element("rect", faint) + box(x, bottom - foot, width, foot, palette.alert, 2);
  }
  const height = Math.max(bottom - scale(value), 2);
  return box(x, bottom - height, width, height, seriesColour(0), Math.min(3, width / 4, height / 4));
}

/** A step for each epoch; where nothing is known of the middle, the line has a gap. */
function middleLine(
  middles: readonly (number | undefined)[],
  { epochs, top, bottom }: BarPlot,
  scale: ScaleLinear<number, number>,
): string {
  // Low bars would vanish behind a thick line.
  const width = bottom - top < 60 ? 2 : 3;
  const reach = (epochs.step() - epochs.bandwidth()) / 2;
  let pen = "M";
  const path = middles.map((middle, index) => {
    if (middle === undefined) {
      pen = "M";
      return "";
    }
    const [from, to] = [(epochs(index) ?? 0) - reach, (epochs(index) ?? 0) + epochs.bandwidth() + reach];
    const step = `${pen}${round(from)} ${round(scale(middle))}H${round(to)}`;
    pen = "L";
    return step;
  });
  const d = path.join("");
  if (d === "") return "";
  const line = { d, fill: "none", "stroke-linejoin": "round" };
  return (
    element("path", { ...line, stroke: palette.card, "stroke-width": width * 2 }) +
    element("path", { ...line, stroke: palette.net, "stroke-width": width })
  );
}

function across({ epochs }: BarPlot): { x1: number; x2: number } {
  const [x1 = 0, x2 = 0] = epochs.range();
  return { x1, x2 };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
