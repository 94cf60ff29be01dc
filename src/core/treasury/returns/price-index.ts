import { DAY } from "../../seconds.ts";

/** A series of consumer prices: an index by month, `2025-09` → 324.8. A month that is missing was never published, or is not yet. */
export type PriceIndex = Readonly<Record<string, number>>;

/** The index at a moment, in millionths; which months it bridges because they are missing, and the last known month where it lies behind. */
export type IndexAt = { index: bigint; bridged: readonly string[]; extrapolatedFrom: string | undefined };

type Point = { month: string; number: number; at: number; index: number };

/** Prices are not guessed further than this beyond what is known. */
const FURTHEST = 366 * DAY;

/**
 * The index at a Unix second. A month's stands for its middle; in between, prices are taken to grow by the same share each second. Beyond the
 * last month they are taken to grow as they did in the year before it, for a year at most. Undefined outside of that, and before the first month.
 */
export function indexAt(series: PriceIndex, at: number): IndexAt | undefined {
  const points = pointsOf(series);
  const after = points.findIndex((point) => point.at > at);
  if (after === 0) return undefined;
  if (after === -1) return beyond(points, at);
  const [from, to] = [points[after - 1], points[after]];
  if (!from || !to) return undefined;
  return { index: onLine(from, to, at), bridged: from.at === at ? [] : between(from, to), extrapolatedFrom: undefined };
}

function beyond(points: readonly Point[], at: number): IndexAt | undefined {
  const last = points.at(-1);
  if (last === undefined) return undefined;
  if (at === last.at) return { index: toIndex(last.index), bridged: [], extrapolatedFrom: undefined };
  const before = points.find(({ number }) => number >= last.number - 12);
  if (before === undefined || before === last || at - last.at > FURTHEST) return undefined;
  return { index: onLine(before, last, at), bridged: [], extrapolatedFrom: last.month };
}

/** Where the line through both points, straight in logarithms, is at the moment. */
function onLine(from: Point, to: Point, at: number): bigint {
  const slope = Math.log(to.index / from.index) / (to.at - from.at);
  return toIndex(to.index * Math.exp(slope * (at - to.at)));
}

function between(from: Point, to: Point): string[] {
  return Array.from({ length: to.number - from.number - 1 }, (_, index) => nameOf(from.number + 1 + index));
}

function pointsOf(series: PriceIndex): Point[] {
  const points = Object.entries(series).map(([month, index]) => {
    const number = numberOf(month);
    return { month, number, index, at: (startOf(number) + startOf(number + 1)) / 2 };
  });
  return points.sort((a, b) => a.number - b.number);
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}

function nameOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}

function startOf(number: number): number {
  return Date.UTC(Math.floor(number / 12), number % 12) / 1_000;
}

/** A published index in millionths. */
export function toIndex(index: number): bigint {
  return BigInt(Math.round(index * 1e6));
}
