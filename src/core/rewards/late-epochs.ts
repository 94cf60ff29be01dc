/** When an epoch was first and last told of, in Unix seconds. */
export type EpochTimes = { epoch: number; firstAt: number; lastAt: number };

/** So many epochs must have been seen before anybody can say what is usual, and so many of the newest are looked at. */
const FEWEST = 3;
const SAMPLE = 30;

/**
 * Epochs of which something was told from a moment on, although the source had gone on to a later one long before it: by its usual delay (how far
 * the middle one of its epochs ran on into those that follow), or the length of an epoch, if that is more. An epoch that is over is not late for that:
 * what is told of it before any later one came in its turn. Epochs are given by their number, lowest first; times in Unix seconds.
 */
export function lateEpochs(epochs: readonly EpochTimes[], epochSeconds: number, from: number): ReadonlySet<number> {
  const left = leftBehindAt(epochs);
  const before = epochs.flatMap(({ lastAt }, index) => {
    const next = left[index];
    return lastAt < from && next !== undefined ? [Math.max(lastAt - next, 0)] : [];
  });
  if (before.length < FEWEST) return new Set();
  const delay = Math.max(middle(before.slice(-SAMPLE)), epochSeconds);
  const late = epochs.filter(({ lastAt }, index) => {
    const next = left[index];
    return lastAt >= from && next !== undefined && next + delay < from;
  });
  return new Set(late.map(({ epoch }) => epoch));
}

/** For each epoch when a later one was first told of; undefined for the newest. */
function leftBehindAt(epochs: readonly EpochTimes[]): (number | undefined)[] {
  let first: number | undefined;
  const times = epochs.toReversed().map(({ firstAt }) => {
    const next = first;
    first = Math.min(first ?? firstAt, firstAt);
    return next;
  });
  return times.reverse();
}

/** The lower one where two are in the middle. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}
