import type { NumberedEpoch } from "./node-epochs.ts";

const WORDS = [
  ["hour", 3_600],
  ["day", 86_400],
  ["week", 604_800],
] as const;

/** How far the epochs' distance may be from a span with a name, in hundredths of it. */
const TOLERANCE = 2;

/**
 * What people call such an epoch: a day only where epochs, given in their order, follow one another without a gap and a day apart; else an
 * epoch, so that seven of them are never taken for a week.
 */
export function epochWord(epochs: readonly NumberedEpoch[]): string {
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (first === undefined || last === undefined || last.epoch - first.epoch !== epochs.length - 1) return "epoch";
  const seconds = secondsPerEpoch(epochs);
  if (seconds === undefined) return "epoch";
  const { span, epochs: count } = seconds;
  const named = WORDS.find(([, length]) => Math.abs(span - length * count) * 100 <= length * count * TOLERANCE);
  return named?.[0] ?? "epoch";
}

/** How long so many epochs took, from the first block of one to the first block of another; undefined for fewer than two. */
export function secondsPerEpoch(epochs: readonly NumberedEpoch[]): { span: number; epochs: number } | undefined {
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (first === undefined || last === undefined || last.firstAt <= first.firstAt) return undefined;
  return { span: last.firstAt - first.firstAt, epochs: epochs.length - 1 };
}
