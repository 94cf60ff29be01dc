import type { Period } from "../core/treasury/periods.ts";

/** Seconds of the shortest calendar day, that on which clocks go forward. */
const SHORTEST_DAY = 82_800;

/** What one bar of a picture stands for: a day, or a report's period where those are shorter than days. */
export function stretchWord([first]: readonly Period[]): "day" | "period" {
  return first !== undefined && first.to - first.from < SHORTEST_DAY ? "period" : "day";
}
