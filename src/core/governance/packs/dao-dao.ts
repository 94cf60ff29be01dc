import type { RulePack } from "../rule-pack.ts";

/** DAO DAO's single-choice module as it is set up by default: a majority of sides, 20 % of all weight cast, early where settled. */
export const daoDao: RulePack = {
  title: "DAO DAO",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 200_000n, counts: ["cast"], rounding: "ceil" },
  approval: { share: 500_000n, comparison: "more-than" },
  ballots: "final",
  early: true,
  life: { votingSeconds: 604_800 },
};
