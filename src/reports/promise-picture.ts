import { counted } from "../core/counted.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./drawing/frame.ts";
import { palette } from "./drawing/palette.ts";
import { type RateAxis, rateAxis } from "./drawing/rate-axis.ts";
import { box, element, label } from "./drawing/svg.ts";
import { tear } from "./drawing/tear.ts";
import { fitText, textWidth } from "./drawing/text-width.ts";
import { toPixels } from "./format-figure.ts";
import { type PromiseRow, promiseRows } from "./promise-rows.ts";

const MOST = 10;
const TOP = 184;
const ROW = 106;
const BAR = 30;
/** From a row's top to its bar. */
const BELOW = 50;
/** Half of what stands for a promise reaches over the end of its bar. */
const STROKE = 5;

/** What protocols promised beside what it came to, as SVG: a row for each position; undefined where nothing was promised. */
export function promisePicture(statement: Statement): string | undefined {
  const { rows, more, from } = promiseRows(statement, MOST);
  if (rows.length === 0) return undefined;
  const rates = rows.flatMap(({ promised, got }) => [promised, got]).map((rate) => percent(rate ?? 0n));
  const axis = rateAxis(rates, EDGE + STROKE, RIGHT - STROKE);
  const bottom = TOP + rows.length * ROW;
  return svg(
    WIDTH,
    bottom + (more > 0 ? 56 : 14),
    header(statement, "promised and realised a year", { from, to: statement.to }),
    key(rows),
    ...rows.map((row, index) => drawRow(row, TOP + index * ROW, axis)),
    more > 0 ? label(EDGE, bottom + 22, `and ${counted(more, "smaller position")}`, { fill: palette.soft }) : "",
  );
}

/** The same in words, for those who do not see it; at most 1,000 characters. */
export function promiseWords(statement: Statement): string | undefined {
  const { rows, more } = promiseRows(statement, MOST);
  if (rows.length === 0) return undefined;
  const said = rows.map(({ name, words }) => `${name}: ${words}.`);
  const rest = more > 0 ? [`And ${counted(more, "smaller position")}.`] : [];
  return [`${statement.community}, promised and realised a year.`, ...said, ...rest].join(" ").slice(0, 1_000);
}

function drawRow({ name, promised, got, words, isWorse }: PromiseRow, top: number, axis: RateAxis): string {
  const room = RIGHT - EDGE - textWidth(words, 26, 600) - 30;
  const zero = axis.scale(0);
  const rule = { x1: zero, x2: zero, y1: top + BELOW - 8, y2: top + BELOW + BAR + 8 };
  return [
    label(EDGE, top + 34, fitText(name, room, 28), { size: 28, fill: palette.strong }),
    label(RIGHT, top + 34, words, { weight: 600, anchor: "end", fill: isWorse ? palette.alert : palette.strong }),
    got === undefined ? "" : bar(percent(got), top + BELOW, axis),
    element("line", { ...rule, stroke: palette.soft, "stroke-width": 2 }),
    promised === undefined ? "" : mark(percent(promised), top + BELOW, axis),
  ].join("");
}

function bar(got: number, top: number, { scale, reach }: RateAxis): string {
  const [begin, end] = [scale(0), scale(got)];
  const fill = got < 0 ? palette.alert : palette.value;
  return [
    box(Math.min(begin, end), top, Math.max(Math.abs(end - begin), 3), BAR, fill, 3),
    Math.abs(got) > reach ? tear(end + (got < 0 ? 44 : -44), top, top + BAR) : "",
  ].join("");
}

/** What was promised: an upright stroke, seen on the bar and beside it; an arrow where it lies beyond the axis. */
function mark(promised: number, top: number, { scale, reach }: RateAxis): string {
  if (Math.abs(promised) > reach) {
    const [tip, foot] = promised < 0 ? [EDGE, EDGE + 16] : [RIGHT, RIGHT - 16];
    const d = `M${tip} ${top + BAR / 2}L${foot} ${top + 1}L${foot} ${top + BAR - 1}Z`;
    return element("path", { d, fill: palette.mark, stroke: palette.card, "stroke-width": 3 });
  }
  const at = scale(promised);
  return box(at - 5, top - 7, 10, BAR + 14, palette.card, 3) + box(at - 3, top - 6, 6, BAR + 12, palette.mark, 2);
}

function key(rows: readonly PromiseRow[]): string {
  const losses = rows.some(({ got }) => got !== undefined && got < 0n);
  const promisedAt = EDGE + (losses ? 344 : 180);
  return [
    box(EDGE, 122, 22, 22, palette.value, 5),
    label(EDGE + 32, 142, "realised", { fill: palette.soft }),
    losses
      ? box(EDGE + 168, 122, 22, 22, palette.alert, 5) + label(EDGE + 200, 142, "below 0", { fill: palette.soft })
      : "",
    box(promisedAt, 119, 6, 28, palette.mark, 2),
    label(promisedAt + 18, 142, "promised", { fill: palette.soft }),
  ].join("");
}

/** For a place on the axis and nothing else. */
function percent(millionths: bigint): number {
  return toPixels(millionths, 10_000n);
}
