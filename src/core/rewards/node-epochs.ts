import { type EpochTimes, isExpectedIn, type NodeLife } from "./expected.ts";
import type { NodePay } from "./node-pay.ts";

/** An epoch in which somebody was paid or of which the network told. */
export type NumberedEpoch = EpochTimes & { epoch: number };

/**
 * How a node was paid of late. `streak` and `missing` count from the newest epoch backwards, what was earned and what was missed in a row: one of them
 * is zero. No run is longer than the epochs that were given.
 */
export type Attendance = { expected: number; missed: number; streak: number; missing: number; longestMissed: number };

/**
 * Epoch by epoch, in their order, what a node earned. The last one given is the newest there is and still open: nobody has missed
 * it yet. `earned` holds what the node earned by epoch: also nothing in this token, where it earned another one.
 */
export function payByEpoch(
  node: NodeLife,
  epochs: readonly NumberedEpoch[],
  earned: ReadonlyMap<number, bigint>,
): NodePay[] {
  return epochs.map((epoch, index) => {
    const amount = earned.get(epoch.epoch);
    if (amount !== undefined) return amount;
    return index < epochs.length - 1 && isExpectedIn(node, epoch) ? "missed" : "absent";
  });
}

/** Counts what a node missed. An epoch in which nothing was expected of it neither ends a run nor adds to one. */
export function attendance(pays: readonly NodePay[]): Attendance {
  const expected = pays.filter((pay) => pay !== "absent");
  const lastMissed = expected.lastIndexOf("missed");
  let [run, longestMissed] = [0, 0];
  for (const pay of expected) {
    run = pay === "missed" ? run + 1 : 0;
    longestMissed = Math.max(longestMissed, run);
  }
  return {
    expected: expected.length,
    missed: expected.filter((pay) => pay === "missed").length,
    streak: expected.length - 1 - lastMissed,
    missing: run,
    longestMissed,
  };
}

/** What was earned in the newest so many epochs. */
export function earnedInLast(pays: readonly NodePay[], count: number): bigint {
  return pays.slice(-count).reduce<bigint>((sum, pay) => (typeof pay === "bigint" ? sum + pay : sum), 0n);
}
