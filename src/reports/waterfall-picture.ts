import { type ScaleLinear, scaleLinear } from "d3-scale";
import { formatUsd, USD } from "../core/treasury/money.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { type CutAxis, cutAxis } from "./cut-axis.ts";
import { formatIncome, toPixels } from "./format-figure.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./frame.ts";
import { palette } from "./palette.ts";
import { box, element, label } from "./svg.ts";
import { fitSize, fitText, textWidth } from "./text-width.ts";
import { type Step, waterfallSteps } from "./waterfall-steps.ts";

const NAME = 180;
const TOP = 130;
const ROW = 74;
const BAR = 44;
const SIZES = [32, 30, 28, 26];
/** The most that amounts may take of the width. */
const AMOUNT = 420;

/** How the treasury came from its opening to its closing value, as SVG: a row for each step; undefined where nothing changed. */
export function waterfallPicture(statement: Statement): string | undefined {
  const steps = stepsOf(statement);
  if (steps.length === 0) return undefined;
  const amounts = steps.map(amountOf);
  const size = Math.min(...amounts.map((amount) => fitSize(amount, AMOUNT, SIZES, 600)));
  const widest = Math.min(AMOUNT, Math.max(...amounts.map((amount) => textWidth(amount, size, 600))));
  const axis = cutAxis(
    steps.flatMap(({ is, from, to }) => (is === "value" ? [to] : [from, to])).map((level) => toPixels(level)),
  );
  const scale = scaleLinear([axis.low, axis.high], [EDGE + NAME, RIGHT - widest - 30]);
  const bottom = TOP + steps.length * ROW;
  const notes = notesOf(statement, axis);
  return svg(
    WIDTH,
    bottom + 34 + notes.length * 40,
    header(statement, "from opening to closing value"),
    baseline(axis, scale, bottom),
    ...steps.map((step, index) =>
      row(step, TOP + index * ROW, { axis, scale, size, isLast: index === steps.length - 1 }),
    ),
    ...notes.map((note, index) =>
      label(EDGE, bottom + 36 + index * 40, fitText(note, RIGHT - EDGE, 26), { fill: palette.soft }),
    ),
  );
}

/** The same in words, for those who do not see it; at most 1,000 characters. */
export function waterfallWords(statement: Statement): string | undefined {
  const steps = stepsOf(statement);
  if (steps.length === 0) return undefined;
  const said = steps.map((step) => `${step.name} ${amountOf(step)}`).join(", ");
  return [`${statement.community}, from opening to closing value: ${said}.`, leftOut(statement)]
    .join(" ")
    .trim()
    .slice(0, 1_000);
}

function stepsOf({ waterfall }: Statement): Step[] {
  const steps = waterfall === undefined ? [] : waterfallSteps(waterfall);
  return steps.some(({ is }) => is !== "value") ? steps : [];
}

function amountOf({ is, amount }: Step): string {
  return is === "value" ? formatUsd(amount) : formatIncome(amount);
}

type Plot = { axis: CutAxis; scale: ScaleLinear<number, number>; size: number; isLast: boolean };

function row({ name, is, amount, from, to }: Step, top: number, { axis, scale, size, isLast }: Plot): string {
  const [begin, end] = [is === "value" ? axis.base : toPixels(from), toPixels(to)].map(scale) as [number, number];
  const [left, width] = [Math.min(begin, end), Math.max(Math.abs(end - begin), 3)];
  const colour =
    is === "value"
      ? palette.value
      : is === "unexplained"
        ? palette.unknown
        : amount < 0n
          ? palette.alert
          : palette.gain;
  const weight = is === "value" ? 700 : 600;
  const middle = top + ROW / 2;
  return [
    label(EDGE, middle + 10, name, { size: 28, weight, fill: is === "unexplained" ? palette.alert : palette.strong }),
    box(left, middle - BAR / 2, width, BAR, colour, Math.min(4, width / 4)),
    is === "value" && axis.base !== 0 ? tear(scale(axis.base), middle, axis) : "",
    isLast
      ? ""
      : element("line", {
          x1: end,
          x2: end,
          y1: middle + BAR / 2,
          y2: middle + ROW - BAR / 2,
          stroke: palette.soft,
          "stroke-width": 2,
        }),
    label(RIGHT, middle + 10, fitText(amountOf({ name, is, amount, from, to }), AMOUNT, size, weight), {
      ...{ size, weight, anchor: "end", fill: is !== "value" && amount < 0n ? palette.alert : palette.strong },
    }),
  ].join("");
}

/** Two slanted cuts through a bar that does not begin at 0. */
function tear(base: number, middle: number, { low }: CutAxis): string {
  const side = low < 0 ? -1 : 1;
  const [top, bottom] = [middle - BAR / 2 - 4, middle + BAR / 2 + 4];
  return [22, 36]
    .map((away) =>
      element("line", {
        x1: base + side * away - 7,
        x2: base + side * away + 7,
        y1: bottom,
        y2: top,
        stroke: palette.card,
        "stroke-width": 6,
      }),
    )
    .join("");
}

function baseline({ base }: CutAxis, scale: ScaleLinear<number, number>, bottom: number): string {
  const x = scale(base);
  return element("line", { x1: x, x2: x, y1: TOP - 4, y2: bottom, stroke: palette.line, "stroke-width": 2 });
}

function notesOf(statement: Statement, { base }: CutAxis): string[] {
  const begins =
    base === 0
      ? ""
      : `The axis begins at ${formatUsd(BigInt(Math.round(base * 1e4)) * (USD / 10_000n))}, not at 0, so that the changes can be seen.`;
  return [begins, leftOut(statement)].filter((note) => note !== "");
}

function leftOut({ waterfall }: Statement): string {
  const symbols = waterfall?.leftOut ?? [];
  return symbols.length === 0 ? "" : `Left out, for want of a price: ${symbols.join(", ")}.`;
}
