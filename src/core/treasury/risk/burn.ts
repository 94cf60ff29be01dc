import { MONTH } from "../../seconds.ts";
import type { Usd } from "../statement.ts";
import { spentUsd, type ValuedFlow } from "./outflows.ts";

/** What a usual month takes, in USD 1e-8: the median of whole months, or the average over all seconds seen where half of the months took nothing. */
export type Burn = { perMonth: bigint; basis: "median" | "average"; seconds: number };

/** As far as it is looked back: six months. */
export const MOST_SECONDS = 6 * MONTH;

/**
 * The burn over so many seconds, a month at least, up to a Unix second. One grant or purchase does not make a usual month, which is why it is the median;
 * rounded up, and 0 only where nothing was spent at all. Undefined where a payment's worth is not known.
 */
export function burnOf(flows: readonly ValuedFlow[], now: number, seconds: number): Burn | undefined {
  const within = flows.filter(({ at }) => at >= now - seconds && at <= now);
  const total = spentUsd(within);
  if (total === undefined) return undefined;
  const months = Math.floor(seconds / MONTH);
  const spent = Array.from({ length: months }, (_, index) => spentIn(within, now - (index + 1) * MONTH));
  const median = medianOf(spent);
  if (median > 0n) return { perMonth: median, basis: "median", seconds: months * MONTH };
  return { perMonth: upwards(total * BigInt(MONTH), BigInt(seconds)), basis: "average", seconds };
}

/** Known wherever the whole is. */
function spentIn(flows: readonly ValuedFlow[], from: number): Usd {
  return spentUsd(flows.filter(({ at }) => at > from && at <= from + MONTH));
}

function medianOf(values: readonly Usd[]): bigint {
  const sorted = values.map((usd) => usd ?? 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0n, sorted[sorted.length >> 1] ?? 0n];
  return upwards(low + high, 2n);
}

function upwards(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
