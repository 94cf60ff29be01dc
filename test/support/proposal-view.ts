import type { ProposalView } from "../../src/actions/proposals/describe-proposal.ts";
import { registry, token } from "./test-config.ts";

const HELIO = 10n ** 18n;

/** A proposal as cards get it; tests change what they are about. */
export function proposalView(changes: Partial<ProposalView> = {}): ProposalView {
  const action = {
    parameter: "operator-fee",
    executor: "dao",
    chain: 31_337,
    target: registry,
    value: 0n,
    calldata: "0x1234",
    codeHash: `0x${"cd".repeat(32)}`,
    before: "1000",
    after: "1200",
  } as const;
  return {
    id: 12,
    title: "Set Operator fee to 12 %",
    body: "Batteries cost more than last year.",
    author: "700000000000000301",
    state: "voting",
    openedAt: 1_772_366_400,
    closesAt: 1_772_625_600,
    moved: undefined,
    executableFrom: undefined,
    executableUntil: undefined,
    changes: [
      {
        action,
        value: action,
        title: "Operator fee",
        before: "10 %",
        after: "12 %",
        change: "+2 percentage points (+20 %)",
        bounds: "0 % to 30 %, in steps of 0.25 %",
        call: "setOperatorFeeBps(value: 1200)",
        chainName: "Local chain",
      },
    ],
    scrutiny: undefined,
    choices: [],
    actionsHash: `0x${"ab".repeat(32)}`,
    hash: `0x${"ef".repeat(32)}`,
    rulePack: {
      title: "Standard",
      counting: "for-against-abstain",
      quorum: { kind: "share", share: 40_000n, counts: ["for", "abstain"] },
      approval: { share: 500_000n, comparison: "more-than" },
    },
    electorate: {
      name: "holders",
      source: { kind: "votes", chain: 31_337, token, symbol: "HELIO", decimals: 18 },
      snapshot: { chain: 31_337, block: 1_000n, hash: `0x${"12".repeat(32)}`, timepoint: 1_772_366_370n },
      total: 605_000n * HELIO,
    },
    decision: {
      outcome: "passed",
      totals: [
        { choice: "For", weight: 120_000n * HELIO, voters: 2 },
        { choice: "Against", weight: 60_000n * HELIO, voters: 1 },
        { choice: "Abstain", weight: 0n, voters: 0 },
      ],
      winners: [],
      tied: [],
      turnout: { weight: 180_000n * HELIO, voters: 3, electorate: 605_000n * HELIO },
      quorum: { reached: 120_000n * HELIO, needed: 24_200n * HELIO, met: true, virtual: false },
      share: { part: 120_000n * HELIO, whole: 180_000n * HELIO, met: true },
      reasons: ["Enough weight took part.", "For has 66.6666 % of For and Against; more than 50 % was asked for."],
      uncounted: [],
    },
    predicted: [{ executor: "dao", kind: "governor-proposal", label: "Governor proposal id", id: "9".repeat(77) }],
    handoff: undefined,
    root: undefined,
    ended: undefined,
    similar: [],
    chainNames: { 31337: "Local chain" },
    ...changes,
  };
}
