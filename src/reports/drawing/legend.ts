import type { ChartData } from "../chart-data.ts";
import { palette, seriesColour } from "./palette.ts";
import { box, element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

/** One name of a legend, and whether it stands for bars or for a line. */
export type LegendEntry = { name: string; colour: string; is: "bar" | "line" };

const SWATCH = 22;
const LINE = 34;
const BESIDE = 10;
const GAP = 30;

/** What a chart's colours are, the net line last where there is one. */
export function legendEntries({ series, net }: Pick<ChartData, "series" | "net">): LegendEntry[] {
  const bars = series.map(({ label: name }, index) => ({ name, colour: seriesColour(index), is: "bar" as const }));
  return net === undefined ? bars : [...bars, { name: "net", colour: palette.net, is: "line" }];
}

/** How wide they are in one line, with their names whole. */
export function legendWidth(entries: readonly LegendEntry[]): number {
  return entries.reduce((sum, { name }) => sum + textWidth(name, 26), frameOf(entries));
}

/** In one line where they fit, else in two. */
export function legendLines(entries: readonly LegendEntry[], room: number): (readonly LegendEntry[])[] {
  if (legendWidth(entries) <= room) return [entries];
  const half = Math.ceil(entries.length / 2);
  return [entries.slice(0, half), entries.slice(half)].filter((line) => line.length > 0);
}

/** Which colour is which, in one line; the longest names are cut first where they would not fit. */
export function legend(entries: readonly LegendEntry[], left: number, right: number, baseline: number): string {
  const names = cutLongest(
    entries.map(({ name }) => name),
    right - left - frameOf(entries),
  );
  let x = left;
  return entries
    .map((entry, index) => {
      const [at, name] = [x, names[index] ?? ""];
      x += swatchOf(entry) + BESIDE + textWidth(name, 26) + GAP;
      return swatch(entry, at, baseline) + label(at + swatchOf(entry) + BESIDE, baseline, name, { fill: palette.soft });
    })
    .join("");
}

function swatch({ is, colour }: LegendEntry, x: number, baseline: number): string {
  if (is === "bar") return box(x, baseline - 20, SWATCH, SWATCH, colour, 5);
  const [y, middle] = [baseline - 9, x + LINE / 2];
  return (
    element("line", { x1: x, x2: x + LINE, y1: y, y2: y, stroke: colour, "stroke-width": 3 }) +
    element("circle", { cx: middle, cy: y, r: 5, fill: colour })
  );
}

/** What the swatches and the room between the names take. */
function frameOf(entries: readonly LegendEntry[]): number {
  const swatches = entries.reduce((sum, entry) => sum + swatchOf(entry) + BESIDE, 0);
  return swatches + Math.max(entries.length - 1, 0) * GAP;
}

function swatchOf({ is }: LegendEntry): number {
  return is === "bar" ? SWATCH : LINE;
}

function cutLongest(names: readonly string[], room: number): string[] {
  let most = Math.min(room, Math.max(0, ...names.map((name) => textWidth(name, 26))));
  const cut = () => names.map((name) => fitText(name, most, 26));
  while (most > 30 && cut().reduce((sum, name) => sum + textWidth(name, 26), 0) > room) most -= 8;
  return cut();
}
