import type { RulePack } from "../rule-pack.ts";

/** Rocket Pool's protocol DAO (RPIP-33): a node weighs the root of its stake, delegators may override, and Veto has a quorum of its own. */
export const rocketPool: RulePack = {
  title: "Rocket Pool pDAO",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 510_000n, counts: ["cast"] },
  approval: { share: 500_000n, comparison: "more-than" },
  veto: { kind: "share", share: 510_000n },
  ballots: "final",
  root: true,
  delegation: { depth: "one-hop", override: true },
  life: { votingDelaySeconds: 604_800, votingSeconds: 172_800, graceSeconds: 604_800 },
};

/** Rocket Pool's community votes (RPIP-4): the most power wins, and where that is Abstain the second most. Choices: Yea, Nay, Abstain. */
export const rocketPoolSnapshot: RulePack<"single-choice"> = {
  title: "Rocket Pool community vote",
  counting: "single-choice",
  quorum: { kind: "share", share: 150_000n, rounding: "ceil", counts: ["cast"] },
  tie: "none",
  abstainChoice: "Abstain",
  root: true,
  delegation: { depth: "one-hop", override: true },
  life: { votingSeconds: 604_800 },
};
