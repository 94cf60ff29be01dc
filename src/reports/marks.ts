import type { ScaleBand } from "d3-scale";
import type { Statement } from "../core/treasury/statement.ts";
import { palette } from "./palette.ts";
import { element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

/** Less of a name than fits in this would say nothing. */
const LEAST = 100;

/** Where a vote's change took effect: a dashed line through its day, and the newest one's name above it. */
export function marks(statement: Statement, days: ScaleBand<number>, top: number, bottom: number): string {
  const places = statement.marks
    .map(({ at, label: name }) => ({ name, x: placeOf(statement, days, at) }))
    .filter((mark): mark is { name: string; x: number } => mark.x !== undefined)
    .sort((a, b) => a.x - b.x);
  const [first, newest] = [places[0], places.at(-1)];
  if (first === undefined || newest === undefined) return "";
  const [start = 0, end = 0] = days.range();
  const [before, after] = [first.x - 16 - start, end - newest.x - 16];
  const others = places.length > 1 ? ` (+${places.length - 1} earlier)` : "";
  const isAfter = textWidth(newest.name + others, 26) <= after || after >= before;
  const room = Math.max(isAfter ? after : before, 0);
  const earlier = room - textWidth(others, 26) >= LEAST ? others : "";
  const text = room < LEAST ? "" : fitText(newest.name, room - textWidth(earlier, 26), 26) + earlier;
  const at = isAfter ? newest.x + 16 : first.x - 16;
  return [
    ...places.map((mark) => flag(mark.x, top, bottom)),
    label(at, top + 9, text, { fill: palette.mark, anchor: isAfter ? "start" : "end" }),
  ].join("");
}

function flag(x: number, top: number, bottom: number): string {
  const stroke = { stroke: palette.mark, "stroke-width": 2, "stroke-dasharray": "6 6" };
  const place = { x1: x, x2: x, y1: top + 9, y2: bottom };
  const diamond = `M${x} ${top - 9}L${x + 9} ${top}L${x} ${top + 9}L${x - 9} ${top}Z`;
  return (
    element("line", { ...place, stroke: palette.card, "stroke-width": 5, "stroke-opacity": 0.7 }) +
    element("line", { ...place, ...stroke }) +
    element("path", { d: diamond, fill: palette.mark })
  );
}

function placeOf({ history }: Statement, days: ScaleBand<number>, at: number): number | undefined {
  const day = history.days.findIndex(({ from, to }) => from <= at && at < to);
  const stretch = history.days[day];
  if (stretch === undefined) return undefined;
  return (days(day) ?? 0) + (days.bandwidth() * (at - stretch.from)) / (stretch.to - stretch.from);
}
