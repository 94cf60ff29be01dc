import { type Lived, telling } from "./lived.ts";

/** When missed epochs are worth saying: so many in a row, or so many among the last ones; either alone, or both. */
export type MissRules = {
  missedInRow: number | undefined;
  missedInWindow: { misses: number; of: number } | undefined;
  /** How many epochs in a row a node must have been paid in again before it is back. */
  clearAfter: number;
};

/** Whether a node's missed epochs are worth saying, whether they are over, and what was counted. */
export type MissJudgement = {
  holds: boolean;
  over: boolean;
  /** Missed in a row, up to the newest epoch. */
  inRow: number;
  /** Missed among the last `of` epochs; 0 without a window. */
  inWindow: number;
  /** False for a node that was paid in none of the epochs: that it is silent is no news. */
  paidLately: boolean;
};

/**
 * Judges ended epochs, the oldest first. What holds is not over, however often the node was paid since, so that a node that comes
 * and goes is said once.
 */
export function judgeMisses(
  lived: readonly Lived[],
  { missedInRow, missedInWindow, clearAfter }: MissRules,
): MissJudgement {
  const epochs = telling(lived);
  const inRow = lastInRow(epochs, (one) => one === "missed");
  const window = missedInWindow === undefined ? [] : epochs.slice(-missedInWindow.of);
  const inWindow = window.filter((one) => one === "missed").length;
  const holds =
    (missedInRow !== undefined && inRow >= missedInRow) ||
    (missedInWindow !== undefined && inWindow >= missedInWindow.misses);
  const paidInRow = lastInRow(epochs, (one) => one !== "missed");
  const paidLately = epochs.some((one) => one !== "missed");
  return { holds, over: !holds && paidInRow >= clearAfter, inRow, inWindow, paidLately };
}

function lastInRow<T>(list: readonly T[], fits: (one: T) => boolean): number {
  const index = list.findLastIndex((one) => !fits(one));
  return list.length - 1 - index;
}
