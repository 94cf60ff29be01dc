import { type ScaleLinear, scaleLinear } from "d3-scale";
import { counted } from "../core/counted.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { toPixels } from "./format-figure.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./frame.ts";
import { palette } from "./palette.ts";
import { type PromiseRow, promiseRows } from "./promise-rows.ts";
import { box, element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

const MOST = 10;
const TOP = 184;
const ROW = 100;
const BAR = 28;

type Scale = ScaleLinear<number, number>;

/** What protocols promised beside what it came to, as SVG: a row for each position; undefined where no rate is known. */
export function promisePicture(statement: Statement): string | undefined {
  const { rows, more } = promiseRows(statement, MOST);
  if (rows.length === 0) return undefined;
  const rates = rows.flatMap(({ promised, got }) => [promised, got]).map((rate) => percent(rate ?? 0n));
  const scale = scaleLinear([Math.min(0, ...rates), Math.max(0, ...rates)], [EDGE, RIGHT]);
  const bottom = TOP + rows.length * ROW;
  return svg(
    WIDTH,
    bottom + (more > 0 ? 60 : 24),
    header(statement, "promised and realised a year"),
    key(),
    element("line", { x1: scale(0), x2: scale(0), y1: TOP, y2: bottom, stroke: palette.line, "stroke-width": 2 }),
    ...rows.map((row, index) => drawRow(row, TOP + index * ROW, scale)),
    more > 0 ? label(EDGE, bottom + 30, `and ${counted(more, "smaller position")}`, { fill: palette.soft }) : "",
  );
}

/** The same in words, for those who do not see it; at most 1,000 characters. */
export function promiseWords(statement: Statement): string | undefined {
  const { rows, more } = promiseRows(statement, MOST);
  if (rows.length === 0) return undefined;
  const said = rows.map(({ name, words }) => `${name}: ${words} a year.`);
  const rest = more > 0 ? [`And ${counted(more, "smaller position")}.`] : [];
  return [`${statement.community}, promised and realised.`, ...said, ...rest].join(" ").slice(0, 1_000);
}

function drawRow({ name, promised, got, words }: PromiseRow, top: number, scale: Scale): string {
  const less = promised !== undefined && got !== undefined && got < promised;
  const room = RIGHT - EDGE - textWidth(words, 26, 600) - 30;
  return [
    label(EDGE, top + 34, fitText(name, room, 28), { size: 28, fill: palette.strong }),
    label(RIGHT, top + 34, words, { weight: 600, anchor: "end", fill: less ? palette.alert : palette.strong }),
    got === undefined ? "" : bar(got, top + 50, scale),
    promised === undefined ? "" : mark(scale(percent(promised)), top + 50),
  ].join("");
}

function bar(got: bigint, top: number, scale: Scale): string {
  const [begin, end] = [scale(0), scale(percent(got))];
  return box(
    Math.min(begin, end),
    top,
    Math.max(Math.abs(end - begin), 3),
    BAR,
    got < 0n ? palette.alert : palette.value,
    3,
  );
}

/** What was promised: an upright stroke, seen on the bar and beside it. */
function mark(x: number, top: number): string {
  const at = Math.min(Math.max(x, EDGE + 4), RIGHT - 4);
  return box(at - 6, top - 7, 12, BAR + 14, palette.card, 3) + box(at - 3, top - 5, 6, BAR + 10, palette.mark, 2);
}

function key(): string {
  return [
    box(EDGE, 122, 22, 22, palette.value, 5),
    label(EDGE + 32, 142, "realised", { fill: palette.soft }),
    box(EDGE + 182, 119, 6, 28, palette.mark, 2),
    label(EDGE + 200, 142, "promised, on average over the same time", { fill: palette.soft }),
  ].join("");
}

/** For a place on the axis and nothing else. */
function percent(millionths: bigint): number {
  return toPixels(millionths, 10_000n);
}
