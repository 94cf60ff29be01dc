import type { ScaleLinear } from "d3-scale";
import { formatUsd } from "../core/treasury/money.ts";
import type { CutAxis } from "./drawing/cut-axis.ts";
import { EDGE, RIGHT } from "./drawing/frame.ts";
import { palette } from "./drawing/palette.ts";
import { box, element, label } from "./drawing/svg.ts";
import { tear } from "./drawing/tear.ts";
import { textWidth } from "./drawing/text-width.ts";
import { formatIncome, formatShortUsd, toPixels } from "./format-figure.ts";
import type { Step } from "./waterfall-steps.ts";

/** Where bars stand, and how amounts beside them are written. */
export type WaterfallPlot = { axis: CutAxis; scale: ScaleLinear<number, number>; size: number };

/** How high a row is; the most that its amount may take of the width. */
export const ROW = 74;
export const MOST_AMOUNT = 400;
const BAR = 44;

/** A step's name, its bar from level to level, a line to the next step's, and its amount on the right. */
export function waterfallRow(step: Step, top: number, plot: WaterfallPlot, isLast: boolean): string {
  const { name, is, amount } = step;
  const baseline = top + ROW / 2 + 10;
  const weight = is === "value" ? 700 : 600;
  const isLoss = is !== "value" && amount < 0n;
  return [
    label(EDGE, baseline, name, { size: 28, weight, fill: is === "unexplained" ? palette.alert : palette.strong }),
    bar(step, top + (ROW - BAR) / 2, plot),
    isLast ? "" : link(plot.scale(toPixels(step.to)), top + (ROW + BAR) / 2),
    label(RIGHT, baseline, amountOf(step, plot.size), {
      ...{ size: plot.size, weight, anchor: "end", fill: isLoss ? palette.alert : palette.strong },
    }),
  ].join("");
}

/** A step's amount as it is written beside its bar: in few characters where it would be wider than its place. */
export function amountOf({ is, amount }: Step, size: number): string {
  const whole = is === "value" ? formatUsd(amount) : formatIncome(amount);
  if (textWidth(whole, size, 700) <= MOST_AMOUNT) return whole;
  return `${is !== "value" && amount > 0n ? "+" : ""}${formatShortUsd(toPixels(amount))}`;
}

function bar(step: Step, top: number, { axis, scale }: WaterfallPlot): string {
  const isValue = step.is === "value";
  const [begin, end] = [scale(isValue ? axis.base : toPixels(step.from)), scale(toPixels(step.to))];
  if (isValue && step.amount === 0n) return "";
  const width = Math.max(Math.abs(end - begin), 3);
  return [
    box(Math.min(begin, end), top, width, BAR, colourOf(step), Math.min(4, width / 4)),
    isValue && axis.base !== 0 ? tear(begin + (axis.base < 0 ? -30 : 30), top, top + BAR) : "",
  ].join("");
}

function colourOf({ is, amount }: Step): string {
  if (is === "value") return palette.value;
  if (is === "unexplained") return palette.unknown;
  return amount < 0n ? palette.alert : palette.gain;
}

function link(x: number, top: number): string {
  return element("line", { x1: x, x2: x, y1: top, y2: top + ROW - BAR, stroke: palette.soft, "stroke-width": 2 });
}
