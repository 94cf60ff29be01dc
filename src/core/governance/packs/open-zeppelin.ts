import type { RulePack } from "../rule-pack.ts";

/** OpenZeppelin's Governor as its wizard makes it: simple counting, 4 % of past supply, For and Abstain toward the quorum. */
export const openZeppelin: RulePack = {
  title: "OpenZeppelin Governor",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 40_000n, counts: ["for", "abstain"], rounding: "floor" },
  approval: { share: 500_000n, comparison: "more-than" },
  ballots: "final",
  life: { votingDelaySeconds: 86_400, votingSeconds: 604_800 },
};
