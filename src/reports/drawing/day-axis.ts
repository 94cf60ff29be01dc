import { type ScaleBand, scaleBand } from "d3-scale";
import { formatClock, formatDay } from "../../core/treasury/format-time.ts";
import type { Period } from "../../core/treasury/periods.ts";
import { stretchWord } from "../stretch-word.ts";
import { palette } from "./palette.ts";
import { label } from "./svg.ts";
import { textWidth } from "./text-width.ts";

/** Days by their place, spread over the width; a few days do not become walls. */
export function dayScale(count: number, left: number, right: number): ScaleBand<number> {
  const shown = Math.max(count, 1);
  const padding = shown < 5 ? 0.6 : 0.22;
  return scaleBand(
    Array.from({ length: shown }, (_, index) => index),
    [left, right],
  )
    .paddingInner(padding)
    .paddingOuter(shown < 5 ? 0.5 : 0.1);
}

/** Dates below the bars, or times where bars are shorter than days: the last one always, then as many before it as fit without touching. */
export function dayLabels(stretches: readonly Period[], days: ScaleBand<number>, y: number, timeZone: string): string {
  const written: string[] = [];
  const [start = 0, end = 0] = days.range();
  const format = stretchWord(stretches) === "day" ? formatDay : formatClock;
  let free = Number.POSITIVE_INFINITY;
  for (let day = stretches.length - 1; day >= 0; day--) {
    const stretch = stretches[day];
    if (stretch === undefined) continue;
    const text = format(stretch.from, timeZone);
    const half = textWidth(text, 26) / 2;
    const middle = Math.min(Math.max((days(day) ?? 0) + days.bandwidth() / 2, start + half), end - half);
    if (middle + half > free) continue;
    free = middle - half - 36;
    written.push(label(middle, y, text, { fill: palette.soft, anchor: "middle" }));
  }
  return written.join("");
}
