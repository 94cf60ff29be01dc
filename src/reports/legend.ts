import type { Series } from "./chart-data.ts";
import { palette, seriesColour } from "./palette.ts";
import { box, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

const SWATCH = 22;
const GAP = 30;

/** Which colour is which, in one line; the longest names are cut first where they would not fit. */
export function legend(series: readonly Series[], left: number, right: number, baseline: number): string {
  const room = right - left - series.length * (SWATCH + 10) - (series.length - 1) * GAP;
  const names = cutLongest(
    series.map(({ label: name }) => name),
    room,
  );
  let x = left;
  return names
    .map((name, index) => {
      const at = x;
      x += SWATCH + 10 + textWidth(name, 26) + GAP;
      return (
        box(at, baseline - 20, SWATCH, SWATCH, seriesColour(index), 5) +
        label(at + SWATCH + 10, baseline, name, { fill: palette.soft })
      );
    })
    .join("");
}

function cutLongest(names: readonly string[], room: number): string[] {
  let most = Math.min(room, Math.max(0, ...names.map((name) => textWidth(name, 26))));
  const cut = () => names.map((name) => fitText(name, most, 26));
  while (most > 30 && cut().reduce((sum, name) => sum + textWidth(name, 26), 0) > room) most -= 8;
  return cut();
}
