import type { Approval, Level, Quorum, RulePack } from "../rule-pack.ts";

const DAY = 86_400;

/** DIP-1 asks for a share of circulating supply; the Foundation's holdings are excluded from the electorate. */
const quorum = (share: bigint): Quorum => ({ kind: "share", share, rounding: "ceil", counts: ["cast"], virtual: true });

/** DIP-1 does not say whether exactly the share is enough. Half is no majority; 60 % and 70 % are reached when they are reached. */
const majority = (share: bigint): Pick<Approval, "share" | "comparison"> => ({
  share,
  comparison: share === 500_000n ? "more-than" : "at-least",
});

const LEVELS = {
  L1: { title: "Level 1", share: 500_000n, quorum: quorum(30_000n) },
  L2: { title: "Level 2", share: 600_000n, quorum: quorum(50_000n) },
  L3: { title: "Level 3", share: 700_000n, quorum: quorum(100_000n) },
} as const;

const shared = {
  cap: 50_000n,
  life: {
    sponsorship: { threshold: { kind: "absolute", weight: 5_000_000n * 10n ** 18n }, withdrawWhenBelow: true },
    reviewSeconds: 7 * DAY,
    votingSeconds: 7 * DAY,
    timelockSeconds: 4 * DAY,
  },
} as const;

function levels(change: (level: { title: string; share: bigint; quorum: Quorum }) => Level): Record<string, Level> {
  return Object.fromEntries(Object.entries(LEVELS).map(([name, level]) => [name, change(level)]));
}

/** DIMO's DIP-1, basic voting, in its three levels. Weights in 10^-18 DIMO. */
export const dimo: RulePack = {
  title: "DIMO DIP-1",
  counting: "for-against-abstain",
  quorum: LEVELS.L3.quorum,
  approval: majority(LEVELS.L3.share),
  levels: levels(({ title, share, quorum }) => ({ title, quorum, approval: majority(share) })),
  ...shared,
};

/** DIMO's DIP-1, ranked choice: two that both stay below the required majority, and nobody wins. */
export const dimoRanked: RulePack<"ranked"> = {
  title: "DIMO DIP-1 ranked choice",
  counting: "ranked",
  partial: true,
  elimination: "earliest-round",
  majorityBase: "all",
  quorum: LEVELS.L3.quorum,
  majority: majority(LEVELS.L3.share),
  levels: levels(({ title, share, quorum }) => ({ title, quorum, majority: majority(share) })),
  ...shared,
};

/** DIMO's DIP-1, multiple selection, which only its first level allows: every option with the majority is accepted. */
export const dimoSelection: RulePack<"approval"> = {
  title: "DIMO DIP-1 multiple selection",
  counting: "approval",
  winners: "each",
  tie: "none",
  quorum: { kind: "share", share: 30_000n, rounding: "ceil", counts: ["cast"] },
  majority: majority(LEVELS.L1.share),
  ...shared,
};
