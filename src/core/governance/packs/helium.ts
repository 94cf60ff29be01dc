import type { RulePack } from "../rule-pack.ts";

/** Helium's mainnet rules: the leading choice needs 100,000,000 veHNT and 67 % of what was cast, after seven days. Weights in 10^-8 veHNT. */
export const helium: RulePack<"single-choice"> = {
  title: "Helium",
  counting: "single-choice",
  quorum: { kind: "absolute", weight: 0n, counts: ["cast"] },
  majority: { share: 670_000n, comparison: "at-least" },
  minimum: { kind: "absolute", weight: 100_000_000n * 10n ** 8n },
  tie: "none",
  delegation: { depth: "cascade", override: true },
  life: { votingSeconds: 604_800 },
};
