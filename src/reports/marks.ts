import type { ScaleBand } from "d3-scale";
import type { Statement } from "../core/treasury/statement.ts";
import { palette } from "./palette.ts";
import { element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

/** Where a vote's change took effect: a dashed line through its day, and the newest one's name above it. */
export function marks(statement: Statement, days: ScaleBand<number>, top: number, bottom: number): string {
  const places = statement.marks
    .map(({ at, label: name }) => ({ name, x: placeOf(statement, days, at) }))
    .filter((mark): mark is { name: string; x: number } => mark.x !== undefined);
  const [first, newest] = [places[0], places.at(-1)];
  if (first === undefined || newest === undefined) return "";
  const [start = 0, end = 0] = days.range();
  const earlier = places.length > 1 ? ` (+${places.length - 1} earlier)` : "";
  const [before, after] = [first.x - 16 - start, end - newest.x - 16];
  const whole = textWidth(newest.name + earlier, 26);
  const isAfter = whole <= after || after >= before;
  const text = fitText(newest.name, (isAfter ? after : before) - textWidth(earlier, 26), 26) + earlier;
  const at = isAfter ? newest.x + 16 : first.x - 16;
  return [
    ...places.map((mark) => flag(mark.x, top, bottom)),
    label(at, top + 9, text, { fill: palette.mark, anchor: isAfter ? "start" : "end" }),
  ].join("");
}

function flag(x: number, top: number, bottom: number): string {
  const stroke = { stroke: palette.mark, "stroke-width": 2, "stroke-dasharray": "6 6" };
  const diamond = `M${x} ${top - 9}L${x + 9} ${top}L${x} ${top + 9}L${x - 9} ${top}Z`;
  return (
    element("line", { x1: x, x2: x, y1: top + 9, y2: bottom, ...stroke }) +
    element("path", { d: diamond, fill: palette.mark })
  );
}

function placeOf({ history }: Statement, days: ScaleBand<number>, at: number): number | undefined {
  const day = history.days.findIndex(({ from, to }) => from <= at && at < to);
  const stretch = history.days[day];
  if (stretch === undefined) return undefined;
  return (days(day) ?? 0) + (days.bandwidth() * (at - stretch.from)) / (stretch.to - stretch.from);
}
