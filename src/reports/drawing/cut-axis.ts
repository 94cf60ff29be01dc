/** What an axis shows, and where its bars begin: at 0, or closer to the values where what changes is small against the whole. */
export type CutAxis = { low: number; high: number; base: number };

/** Where changes are less than this part of the whole, an axis from 0 would hide them. */
const SMALL = 0.4;

/** Of the axis, so much is left for the whole before its changes begin. */
const FOOT = 0.3;

/** The axis on which levels are drawn, all on one side of 0 or not. */
export function cutAxis(levels: readonly number[]): CutAxis {
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const spread = high - low;
  if (low > 0 && spread < SMALL * high) {
    const base = roundDown(low - FOOT * spread, spread);
    return { low: base, high, base };
  }
  if (high < 0 && spread < SMALL * -low) {
    const base = -roundDown(-high - FOOT * spread, spread);
    return { low, high: base, base };
  }
  return { low: Math.min(low, 0), high: Math.max(high, 0), base: 0 };
}

/** A number with as few digits as the spread allows, at most the value, so that it can be read. */
function roundDown(value: number, spread: number): number {
  const step = 10 ** Math.floor(Math.log10(spread) - 1);
  const rounded = Math.floor(value / step) * step;
  return Number.isFinite(rounded) ? rounded : value;
}
