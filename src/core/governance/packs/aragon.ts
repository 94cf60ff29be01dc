import type { RulePack } from "../rule-pack.ts";

/** Aragon's token voting in standard mode: support above half, participation and approval rounded up. */
export const aragonTokenVoting: RulePack = {
  title: "Aragon token voting",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 150_000n, counts: ["cast"], rounding: "ceil" },
  approval: { share: 500_000n, comparison: "more-than" },
  minimum: { kind: "share", share: 0n, rounding: "ceil" },
  ballots: "final",
  life: { votingSeconds: 604_800 },
};

/** The same where a vote is over as soon as no ballot could change it. */
export const aragonEarlyExecution: RulePack = { ...aragonTokenVoting, title: "Aragon early execution", early: true };
