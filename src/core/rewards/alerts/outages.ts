import { EVERYBODY } from "../cohorts.ts";
import type { Lived } from "./lived.ts";

/** Of fewer nodes nothing is said as of a cohort. */
export const LEAST_NODES = 5;

/** How many of a cohort's nodes that had been paid lately could be expected to be paid in an epoch, and how many missed it. */
export type CohortMisses = { expected: number; missed: number };

/** By epoch, the oldest first, and by cohort. */
export type MissCounts = readonly Map<string, CohortMisses>[];

/** A count with nobody in it yet, for so many epochs. */
export function emptyCounts(epochs: number): MissCounts {
  return Array.from({ length: epochs }, () => new Map<string, CohortMisses>());
}

/** Counts a node in, in its own cohort and among everybody. It counts from its first payment on: one that died long ago would make every epoch an outage. */
export function countNode(counts: MissCounts, cohort: string, lived: readonly Lived[]): void {
  let wasPaid = false;
  lived.forEach((one, index) => {
    if (wasPaid && one !== "absent") {
      for (const name of new Set([cohort, EVERYBODY])) {
        const sum = counts[index]?.get(name) ?? { expected: 0, missed: 0 };
        counts[index]?.set(name, sum);
        sum.expected += 1;
        if (one === "missed") sum.missed += 1;
      }
    }
    if (typeof one === "bigint") wasPaid = true;
  });
}

/** Whether more than half of a cohort missed an epoch, and it is large enough for that to say anything. */
export function isOutage(misses: CohortMisses | undefined): misses is CohortMisses {
  return misses !== undefined && misses.expected >= LEAST_NODES && misses.missed * 2 > misses.expected;
}

/** The same epochs with those of an outage of the node's cohort, or of everybody, told apart from its own misses. */
export function withoutOutages(lived: readonly Lived[], cohort: string, counts: MissCounts): Lived[] {
  const isOut = (index: number) => isOutage(counts[index]?.get(EVERYBODY)) || isOutage(counts[index]?.get(cohort));
  return lived.map((one, index) => (one === "missed" && isOut(index) ? "outage" : one));
}
