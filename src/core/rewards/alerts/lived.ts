/**
 * What became of a node in an ended epoch: what it earned in the source's main token, in its smallest unit (0n where it was paid
 * in others only); `missed` where it earned nothing though it was expected to; `outage` where most of its cohort missed it too;
 * `absent` where nothing could be expected of it.
 */
export type Lived = bigint | "missed" | "outage" | "absent";

/** The same epochs, the oldest first, without those that tell nothing about the node. */
export function telling(lived: readonly Lived[]): (bigint | "missed")[] {
  return lived.filter((one) => one !== "absent" && one !== "outage");
}
