import { scaleLinear } from "d3-scale";
import { formatUsd, USD } from "../core/treasury/money.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { type CutAxis, cutAxis } from "./drawing/cut-axis.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./drawing/frame.ts";
import { palette } from "./drawing/palette.ts";
import { element, label } from "./drawing/svg.ts";
import { fitSize, fitText, textWidth } from "./drawing/text-width.ts";
import { formatShortUsd, toPixels } from "./format-figure.ts";
import { amountOf, MOST_AMOUNT, ROW, type WaterfallPlot, waterfallRow } from "./waterfall-row.ts";
import { type Step, waterfallSteps } from "./waterfall-steps.ts";

/** What names take on the left. */
const NAME = 200;
const TOP = 130;
const NOTE = 40;
const SIZES = [32, 30, 28, 26];

/** How the treasury came from its opening to its closing value, as SVG: a row for each step; undefined where nothing changed. */
export function waterfallPicture(statement: Statement): string | undefined {
  const steps = stepsOf(statement);
  if (steps.length === 0) return undefined;
  const plot = plotOf(steps);
  const bottom = TOP + steps.length * ROW;
  const zero = plot.scale(plot.axis.base);
  const notes = notesOf(statement, plot.axis);
  return svg(
    WIDTH,
    bottom + 40 + notes.length * NOTE,
    header(statement, "from opening to closing value"),
    element("line", { x1: zero, x2: zero, y1: TOP, y2: bottom, stroke: palette.line, "stroke-width": 2 }),
    ...steps.map((step, index) => waterfallRow(step, TOP + index * ROW, plot, index === steps.length - 1)),
    ...notes.map((note, index) => label(EDGE, bottom + 44 + index * NOTE, note, { fill: palette.soft })),
  );
}

/** The same in words, for those who do not see it; at most 1,000 characters. */
export function waterfallWords(statement: Statement): string | undefined {
  const steps = stepsOf(statement);
  if (steps.length === 0) return undefined;
  const said = steps.map((step) => `${step.name} ${amountOf(step, 26)}`).join(", ");
  return [`${statement.community}, from opening to closing value: ${said}.`, ...leftOut(statement)]
    .join(" ")
    .slice(0, 1_000);
}

function stepsOf({ waterfall }: Statement): Step[] {
  const steps = waterfall === undefined ? [] : waterfallSteps(waterfall);
  return steps.some(({ is }) => is !== "value") ? steps : [];
}

function plotOf(steps: readonly Step[]): WaterfallPlot {
  const levels = steps.flatMap(({ is, from, to }) => (is === "value" ? [to] : [from, to]));
  const axis = cutAxis(levels.map((level) => toPixels(level)));
  const size = Math.min(...steps.map((step) => fitSize(amountOf(step, 26), MOST_AMOUNT, SIZES, 700)));
  const amounts = Math.max(...steps.map((step) => textWidth(amountOf(step, size), size, 700)));
  return { axis, size, scale: scaleLinear([axis.low, axis.high], [EDGE + NAME, RIGHT - amounts - 30]) };
}

function notesOf(statement: Statement, { base, low }: CutAxis): string[] {
  const axis =
    base !== 0
      ? [`The axis begins at ${formatBase(base)}, not at $0, so that the changes can be seen.`]
      : low < 0
        ? ["The upright line is $0."]
        : [];
  return [...axis, ...leftOut(statement)];
}

function formatBase(base: number): string {
  const whole = formatUsd((BigInt(Math.round(base * 100)) * USD) / 100n);
  return whole.length > 20 ? formatShortUsd(base) : whole;
}

/** As many of the tokens without a price as fit in a line, and how many more there are. */
function leftOut({ waterfall }: Statement): string[] {
  const symbols = waterfall?.leftOut.map((symbol) => fitText(symbol, 300, 26)) ?? [];
  if (symbols.length === 0) return [];
  const say = (count: number) => {
    const more = symbols.length - count;
    return `Left out, for want of a price: ${symbols.slice(0, count).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
  };
  let count = symbols.length;
  while (count > 1 && textWidth(say(count), 26) > RIGHT - EDGE) count -= 1;
  return [say(count)];
}
