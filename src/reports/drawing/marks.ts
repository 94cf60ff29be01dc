import type { ScaleBand } from "d3-scale";
import type { Period } from "../../core/treasury/periods.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { palette } from "./palette.ts";
import { element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

/** Less of a name than fits in this would say nothing. */
const LEAST = 100;
/** Between a mark and a name. */
const BESIDE = 16;

type Mark = { name: string; x: number };

/** Where votes' changes took effect: a dashed line through the day, and beside its head the vote's name where there is room, the newest first. */
export function marks(
  votes: Statement["marks"],
  stretches: readonly Period[],
  { days, top, bottom }: { days: ScaleBand<number>; top: number; bottom: number },
): string {
  const places = votes
    .map(({ at, label: name }) => ({ name, x: placeOf(stretches, days, at) }))
    .filter((mark): mark is Mark => mark.x !== undefined)
    .sort((a, b) => a.x - b.x);
  return [...places.map(({ x }) => flag(x, top, bottom)), ...names(places, days.range(), top + 9)].join("");
}

/** A name stands after its mark, or before it where there is more room; none reaches over another mark. */
function names(places: readonly Mark[], [start = 0, end = 0]: readonly number[], baseline: number): string[] {
  let free = end;
  return places.toReversed().map(({ name, x }, index) => {
    const earlier = places[places.length - 2 - index]?.x;
    const after = free - x - BESIDE;
    const before = x - BESIDE - (earlier === undefined ? start : earlier + 2 * BESIDE);
    const isAfter = textWidth(name, 26) <= after || after >= before;
    const room = isAfter ? after : before;
    const text = room < LEAST ? "" : fitText(name, room, 26);
    free = x - 2 * BESIDE - (isAfter ? 0 : textWidth(text, 26));
    const at = isAfter ? x + BESIDE : x - BESIDE;
    return text === "" ? "" : label(at, baseline, text, { fill: palette.mark, anchor: isAfter ? "start" : "end" });
  });
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

function placeOf(stretches: readonly Period[], days: ScaleBand<number>, at: number): number | undefined {
  const day = stretches.findIndex(({ from, to }) => from <= at && at < to);
  const stretch = stretches[day];
  if (stretch === undefined) return undefined;
  return (days(day) ?? 0) + (days.bandwidth() * (at - stretch.from)) / (stretch.to - stretch.from);
}
