import { describe, expect, test } from "vitest";
import { decide } from "../../../../src/core/governance/decide.ts";
import type { Contest } from "../../../../src/core/governance/decision.ts";
import { makeElectorate } from "../../../../src/core/governance/electorate/make-electorate.ts";
import { takeLevel } from "../../../../src/core/governance/pack/take-level.ts";
import { dimo, dimoRanked, dimoSelection } from "../../../../src/core/governance/packs/dimo.ts";
import { helium } from "../../../../src/core/governance/packs/helium.ts";
import { rocketPoolSnapshot } from "../../../../src/core/governance/packs/rocket-pool.ts";
import { snapshotCopeland, snapshotRanked } from "../../../../src/core/governance/packs/snapshot.ts";
import { decideBallots, decideWeights } from "../../../support/contest.ts";

const VEHNT = 10n ** 8n;
const MILLION = 1_000_000n;

describe("DIMO DIP-1", () => {
  // The 5 % cap aside, so that two voters can say it all; it has a test of its own below.
  const level = (name: string): Contest["pack"] => {
    const { cap: _, ...pack } = takeLevel(dimo, name);
    return pack as Contest["pack"];
  };
  const of = (yes: bigint, no: bigint, abstain = 0n) => ({ for: yes, against: no, abstain });
  test.each([
    ["Level 1: majority 50 %, quorum 3 % of 10,000 = 300, exactly met", "L1", of(151n, 149n), "passed"],
    ["Level 1: a tie of 150 to 150 is no majority", "L1", of(150n, 150n), "rejected"],
    ["Level 2: majority 60 % is reached at exactly 300 of 500", "L2", of(300n, 200n), "passed"],
    ["Level 2: 299 of 500 is not", "L2", of(299n, 201n), "rejected"],
    ["Level 3: majority 70 % is reached at exactly 700 of 1,000", "L3", of(700n, 300n), "passed"],
    ["Level 3: 699 of 1,000 is not", "L3", of(699n, 301n), "rejected"],
    ["Level 3: quorum 10 % = 1,000 counts abstentions", "L3", of(7n, 3n, 990n), "passed"],
    ["virtual quorum, Level 1: 151 For alone, 149 missing: 151 of 300 would stand", "L1", of(151n, 0n), "passed"],
    ["virtual quorum, Level 1: 150 For alone, 150 missing: a tie would not", "L1", of(150n, 0n), "no-quorum"],
    ["virtual quorum, Level 3: 700 For, 299 Against, 1 missing: 70 % exactly", "L3", of(700n, 299n), "passed"],
    ["virtual quorum, Level 3: 699 For, 299 Against, 2 missing: 69.9 %", "L3", of(699n, 299n), "no-quorum"],
    ["no ballot at all", "L1", {}, "no-quorum"],
  ])("boundary: %s", (_, name, weights, outcome) => {
    expect(decideWeights(level(name), weights, 10_000n).outcome).toBe(outcome);
  });

  test("behavior: circulating supply is total less the Foundation's holdings, and nobody votes with more than 5 % of it", () => {
    const rows = [
      { voter: "foundation", weight: 600n },
      { voter: "whale", weight: 300n },
      { voter: "b", weight: 20n },
    ];
    const electorate = makeElectorate(rows, { supply: 1_000n, excluded: new Set(["foundation"]) });
    const ballots = [
      { voter: "whale", choice: "for" as const },
      { voter: "b", choice: "against" as const },
      { voter: "foundation", choice: "for" as const },
    ];
    const decision = decide({ pack: dimo, level: "L1", electorate, ballots });
    // 5 % of 400 is 20: the whale's 300 and b's 20 are level.
    expect(decision).toMatchObject({
      outcome: "rejected",
      turnout: { weight: 40n, electorate: 400n },
      quorum: { needed: 12n },
    });
    expect(decision.uncounted).toEqual([{ voter: "foundation", why: "not in the electorate" }]);
    expect(() => decide({ pack: dimo, electorate, ballots })).toThrow("say which of L1, L2, L3");
  });

  test.each([
    ["60 % required and 50 % each: there is no winner", [50n, 50n], "tied"],
    ["59 to 41: both fail the majority", [59n, 41n], "no-winner"],
    ["60 to 40", [60n, 40n], "won"],
  ] as const)("boundary: ranked choice, Level 2: %s", (_, [a, b], outcome) => {
    const { cap: _cap, ...pack } = takeLevel(dimoRanked, "L2") as typeof dimoRanked;
    expect(
      decideBallots(
        pack,
        ["A", "B"],
        [
          { choice: [0], weight: a },
          { choice: [1], weight: b },
        ],
      ).outcome,
    ).toBe(outcome);
  });

  test("behavior: multiple selection accepts every option with the majority, none without", () => {
    const { cap: _, ...pack } = dimoSelection;
    const ballots = [
      { choice: [0, 1], weight: 51n },
      { choice: [2], weight: 49n },
    ];
    expect(decideBallots(pack, ["A", "B", "C"], ballots).winners).toEqual([0, 1]);
    expect(decideBallots(pack, ["A", "B"], [{ choice: [0] }, { choice: [1] }])).toMatchObject({
      outcome: "no-winner",
      winners: [],
    });
  });
});

describe("Helium", () => {
  const vote = (yes: bigint, no: bigint) =>
    decideBallots(
      helium,
      ["For", "Against"],
      [
        { choice: 0, weight: yes },
        { choice: 1, weight: no },
      ],
    );
  test.each([
    ["100,000,000 veHNT on the choice, and 67 % of what was cast", 100n * MILLION * VEHNT, 0n, "won"],
    ["one unit of 10^-8 fewer", 100n * MILLION * VEHNT - 1n, 0n, "no-winner"],
    ["exactly 67 %: 134 M of 200 M", 134n * MILLION * VEHNT, 66n * MILLION * VEHNT, "won"],
    ["one unit short of 67 %", 134n * MILLION * VEHNT - 1n, 66n * MILLION * VEHNT + 1n, "no-winner"],
    ["a top choice without any weight never wins", 0n, 0n, "no-winner"],
  ])("boundary: %s", (_, yes, no, outcome) => {
    expect(vote(yes, no).outcome).toBe(outcome);
  });
});

describe("Rocket Pool RPIP-4", () => {
  const choices = ["Yea", "Nay", "Abstain"];
  const vote = (powers: readonly bigint[], total: bigint) =>
    decideBallots(
      rocketPoolSnapshot,
      choices,
      powers.map((weight, choice) => ({ choice, weight })),
      total,
    );
  test.each([
    ["the maximum wins", [100n, 50n, 0n], 1_000n, "won", [0]],
    ["Abstain has the most, so that the second wins", [10n, 50n, 90n], 1_000n, "won", [1]],
    ["15 % of 1,000 power is 150, abstentions too", [60n, 50n, 40n], 1_000n, "won", [0]],
    ["149 is one too few", [60n, 50n, 39n], 1_000n, "no-quorum", []],
    ["two level at the top are a tie", [75n, 75n, 0n], 1_000n, "tied", []],
  ] as const)("boundary: %s", (_, powers, total, outcome, winners) => {
    expect(vote(powers, total)).toMatchObject({ outcome, winners });
  });
  test("behavior: power is the root of a node's stake, truncated, before delegations are added", () => {
    const electorate = makeElectorate(
      [
        { voter: "n1", weight: 99n },
        { voter: "n2", weight: 99n },
        { voter: "n3", weight: 300n },
      ],
      { root: true },
    );
    const ballots = [
      { voter: "n1", choice: 0 },
      { voter: "n3", choice: 1 },
    ];
    const decision = decide({
      pack: rocketPoolSnapshot,
      choices,
      electorate,
      ballots,
      delegations: [{ from: "n2", to: "n1" }],
    });
    expect(decision.totals.map(({ weight }) => weight)).toEqual([18n, 17n, 0n]);
  });
});

describe("Snapshot ranked choice and Copeland", () => {
  test("boundary: exactly 50 % is no majority, and the last two may tie", () => {
    const ballots = [
      { choice: [0, 1, 2], weight: 2n },
      { choice: [1, 2, 0], weight: 1n },
      { choice: [2, 1, 0], weight: 1n },
    ];
    expect(decideBallots(snapshotRanked, ["A", "B", "C"], ballots)).toMatchObject({ outcome: "tied", tied: [0, 2] });
  });
  test("behavior: two points a win, one a tie; of equal points more support wins", () => {
    const ballots = [
      { choice: [0, 1, 2], weight: 3n },
      { choice: [1, 2, 0], weight: 2n },
      { choice: [2, 0, 1], weight: 2n },
    ];
    expect(decideBallots(snapshotCopeland, ["A", "B", "C"], ballots)).toMatchObject({
      outcome: "won",
      winners: [0],
      points: [2, 2, 2],
    });
  });
});
