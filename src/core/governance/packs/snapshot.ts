import type { RulePack } from "../rule-pack.ts";

/** Snapshot's basic voting without a quorum; a space with one sets its own, met by all weight cast. */
export const snapshotBasic: RulePack = {
  title: "Snapshot basic",
  counting: "for-against-abstain",
  quorum: { kind: "absolute", weight: 0n, counts: ["for", "against", "abstain"] },
  approval: { share: 500_000n, comparison: "more-than" },
  delegation: { depth: "one-hop", override: true },
};

/** Snapshot's ranked choice: all choices ranked, more than half of what still counts, of equals the first listed leaves. */
export const snapshotRanked: RulePack<"ranked"> = {
  title: "Snapshot ranked choice",
  counting: "ranked",
  partial: false,
  elimination: "lowest-index",
  majorityBase: "continuing",
  quorum: { kind: "absolute", weight: 0n, counts: ["cast"] },
  delegation: { depth: "one-hop", override: true },
};

/** Snapshot's Copeland: all choices ranked; of equal points the one with more support over all pairs. */
export const snapshotCopeland: RulePack<"condorcet"> = {
  title: "Snapshot Copeland",
  counting: "condorcet",
  partial: false,
  tieBreak: "support",
  quorum: { kind: "absolute", weight: 0n, counts: ["cast"] },
  delegation: { depth: "one-hop", override: true },
};
