import type { ReadingFact } from "../position-facts.ts";
import { toMillionths } from "./per-year.ts";

/**
 * What was promised over the time between the first and the last of these readings, oldest first: the mean of their rates, each of
 * which counts until the next reading, weighted by time. In millionths, simple, a year, rounded toward zero; undefined where any stretch had
 * no rate, and where there is no time in between.
 */
export function promisedRate(readings: readonly ReadingFact[]): bigint | undefined {
  let sum = 0n;
  for (const [index, { at, quoted }] of readings.entries()) {
    const next = readings[index + 1];
    if (next === undefined) break;
    if (quoted === undefined) return undefined;
    sum += quoted * BigInt(next.at - at);
  }
  const [first, last] = [readings.at(0), readings.at(-1)];
  const seconds = first && last ? last.at - first.at : 0;
  return seconds > 0 ? toMillionths(sum / BigInt(seconds)) : undefined;
}
