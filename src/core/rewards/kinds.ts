/**
 * What becomes of a node's money by a reward: it was paid out; it was earned and can be claimed; it was earned and is locked (bonded, staked);
 * it was claimed, which pays out what was earned before; it was lost (slashed).
 */
export const moneyKinds = ["paid", "accrued", "locked", "claimed", "lost"] as const;

/** One of these. */
export type MoneyKind = (typeof moneyKinds)[number];

/** The kinds that are earnings: what is claimed was earned before. */
export const earningKinds = ["paid", "accrued", "locked"] as const satisfies readonly MoneyKind[];

/** What can be the matter with a node: payments missed, paid less than its cohort, much to claim, a term changed; and with most of a cohort at once. */
export const alertKinds = ["missed", "drop", "claimable", "term", "outage"] as const;

/** One of these. */
export type AlertKind = (typeof alertKinds)[number];
