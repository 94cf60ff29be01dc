/** When an epoch was told of: Unix seconds of the first and the last block that did. */
export type EpochTimes = { firstAt: number; lastAt: number };

/** How long a node has been known, and from when on it is gone, in Unix seconds; null or undefined while it is not. */
export type NodeLife = { since: number; until: number | null | undefined };

/**
 * Whether a payment in an epoch could be expected of a node: it was known before the epoch's first block, and had not left by
 * its last. The newest epoch of a source is still running until a later one exists; nobody has missed it yet.
 */
export function isExpectedIn({ since, until }: NodeLife, { firstAt, lastAt }: EpochTimes): boolean {
  return since < firstAt && (until === null || until === undefined || until > lastAt);
}
