import type { RulePack } from "../rule-pack.ts";

/**
 * Livepeer's treasury: all three sides toward 33.33 % of bonded stake, and For at least half of For and Against, rounded
 * down. Its contract passes a vote in which everybody abstained, and these rules say so. Weights in 10^-18 LPT.
 */
export const livepeer: RulePack = {
  title: "Livepeer treasury",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 333_300n, counts: ["for", "against", "abstain"], rounding: "floor" },
  approval: { share: 500_000n, comparison: "at-least", rounding: "floor", abstainPasses: true },
  ballots: "final",
  delegation: { depth: "one-hop", override: true },
  life: { proposer: { kind: "absolute", weight: 100n * 10n ** 18n } },
};
