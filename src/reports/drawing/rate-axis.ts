import { type ScaleLinear, scaleLinear } from "d3-scale";

/** Rates on one axis, and how far it reaches: what lies beyond is drawn at its end, and torn. */
export type RateAxis = { scale: ScaleLinear<number, number>; reach: number };

/** One rate a hundred times the others would make them all invisible. */
const MOST_TIMES_MIDDLE = 5;

/** An axis from `left` to `right` with 0 on it, for most of the rates to be told apart. */
export function rateAxis(rates: readonly number[], left: number, right: number): RateAxis {
  const sizes = rates.map((rate) => Math.abs(rate)).filter((size) => size > 0);
  const middle = [...sizes].sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 1;
  const reach = Math.min(Math.max(0, ...sizes), middle * MOST_TIMES_MIDDLE) || 1;
  const [low, high] = [Math.max(-reach, Math.min(0, ...rates)), Math.min(reach, Math.max(0, ...rates))];
  return { scale: scaleLinear([low, high], [left, right]).clamp(true), reach };
}
