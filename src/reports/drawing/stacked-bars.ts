import { type ScaleBand, type ScaleLinear, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { ChartData, Series } from "../chart-data.ts";
import { palette, seriesColour } from "./palette.ts";
import { box, element, label } from "./svg.ts";

/** Where a chart's bars stand: days across, values from `bottom` up to `top`. */
export type Plot = { days: ScaleBand<number>; top: number; bottom: number };

type Values = ScaleLinear<number, number>;
/** Room above the bars for the sign that a day is not wholly known. */
const HEADROOM = 1.25;
const EDGE = { stroke: palette.card, "stroke-width": 2 } as const;

type Stack = { fill: string; from: number; to: number };

/** Bars stacked by source, costs and losses below the line; a line for their sum, and a hatched column where a value is unknown. */
export function stackedBars(data: ChartData, plot: Plot): string {
  const days = plot.days.domain();
  const stacks = days.map((day) => stackOf(data.series, day));
  const unknown = days.filter((day) => data.unknown[day] === true);
  const reach = stacks.flat().flatMap(({ from, to }) => [from, to]);
  const highest = (Math.max(0, ...reach) || 1) * (unknown.length > 0 ? HEADROOM : 1);
  const values = scaleLinear([Math.min(0, ...reach), highest], [plot.bottom, plot.top]).nice(3);
  return [
    grid(reach.length > 0 ? values.ticks(3) : [0], values, plot, data.format),
    ...unknown.map((day) =>
      box(plot.days(day) ?? 0, plot.top, plot.days.bandwidth(), plot.bottom - plot.top, "url(#unknown)", 3),
    ),
    ...stacks.flatMap((stack, day) => stack.map((part) => bar(part, day, plot, values))),
    ...unknown.map((day) => questionMark(plot, day, values(Math.max(0, ...(stacks[day] ?? []).map(({ to }) => to))))),
    element("line", { ...across(plot), y1: values(0), y2: values(0), stroke: palette.soft, "stroke-width": 2 }),
    data.net === undefined ? "" : netLine(data.net, plot, values),
  ].join("");
}

function stackOf(series: readonly Series[], day: number): Stack[] {
  let [up, down] = [0, 0];
  return series.flatMap(({ values }, index) => {
    const value = values[day] ?? 0;
    if (value === 0) return [];
    const from = value > 0 ? up : down;
    if (value > 0) up += value;
    else down += value;
    return [{ fill: seriesColour(index), from, to: from + value }];
  });
}

function bar({ fill, from, to }: Stack, day: number, { days }: Plot, values: Values): string {
  const [top, bottom] = [Math.min(values(from), values(to)), Math.max(values(from), values(to))];
  return box(
    days(day) ?? 0,
    top,
    days.bandwidth(),
    Math.max(bottom - top, 1.5),
    fill,
    Math.min(3, days.bandwidth() / 4, (bottom - top) / 4),
  );
}

function grid(ticks: readonly number[], values: Values, plot: Plot, format: (value: number) => string): string {
  return ticks
    .map((tick) => {
      const y = values(tick);
      const rule = element("line", { ...across(plot), y1: y, y2: y, stroke: palette.line, "stroke-width": 1 });
      return rule + label((plot.days.range()[0] ?? 0) - 14, y + 9, format(tick), { fill: palette.soft, anchor: "end" });
    })
    .join("");
}

function questionMark({ days }: Plot, day: number, top: number): string {
  if (days.bandwidth() < 16) return "";
  const middle = (days(day) ?? 0) + days.bandwidth() / 2;
  return label(middle, top - 10, "?", { fill: palette.strong, weight: 600, anchor: "middle" });
}

/** A dark edge keeps it apart from bars of any colour; it has a gap where a day is not wholly known. */
function netLine(net: readonly (number | undefined)[], { days }: Plot, values: Values): string {
  const middle = (day: number) => (days(day) ?? 0) + days.bandwidth() / 2;
  const path = line<number | undefined>(
    (_, day) => middle(day),
    (value) => values(value ?? 0),
  ).defined((value) => value !== undefined)(net);
  const stroke = { d: path ?? "", fill: "none", "stroke-linejoin": "round" };
  const dots = net.flatMap((value, day) =>
    value === undefined
      ? []
      : [element("circle", { cx: middle(day), cy: values(value), r: 5, fill: palette.net, ...EDGE })],
  );
  return [
    element("path", { ...stroke, stroke: palette.card, "stroke-width": 6 }),
    element("path", { ...stroke, stroke: palette.net, "stroke-width": 3 }),
    ...dots,
  ].join("");
}

function across({ days }: Plot): { x1: number; x2: number } {
  const [x1 = 0, x2 = 0] = days.range();
  return { x1, x2 };
}
