/**
 * What a part of a position is: a balance that is held; a debt, whose amounts are negative; what can be claimed; what is locked until later;
 * a side of a pool, whose amount follows the price, so that only what its pool has grown by is income.
 */
export const legKinds = ["held", "debt", "claimable", "locked", "pooled"] as const;

/** One of these. */
export type LegKind = (typeof legKinds)[number];

/** The scale of a pool's growth: 1e27. */
export const RAY = 10n ** 27n;
