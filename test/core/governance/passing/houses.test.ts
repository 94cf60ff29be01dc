import { describe, expect, test } from "vitest";
import type { Side } from "../../../../src/core/governance/ballots/choice.ts";
import { decide } from "../../../../src/core/governance/decide.ts";
import { makeElectorate } from "../../../../src/core/governance/electorate/make-electorate.ts";
import type { RulePack } from "../../../../src/core/governance/rule-pack.ts";
import { decideWeights } from "../../../support/contest.ts";

const holders: RulePack = {
  title: "Holders",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 40_000n, counts: ["for", "abstain"] },
  approval: { share: 500_000n, comparison: "more-than" },
};
const operators: RulePack = {
  ...holders,
  title: "Operators",
  quorum: { kind: "absolute", weight: 2n, counts: ["cast"] },
  approval: { share: 666_667n, comparison: "at-least" },
};
const council: RulePack<"optimistic"> = {
  title: "Council",
  counting: "optimistic",
  silencePasses: true,
  quorum: { kind: "absolute", weight: 2n, counts: ["against"] },
};

const votes = (...sides: Side[]) => ({
  electorate: makeElectorate(sides.map((_, index) => ({ voter: `v${index}`, weight: 1n }))),
  ballots: sides.map((choice, index) => ({ voter: `v${index}`, choice })),
});

describe("two houses, each with its own rule", () => {
  const pack: RulePack<"two-house"> = { title: "Both", counting: "two-house", houses: { holders, operators } };
  test.each([
    ["both pass", votes("for"), votes("for", "for"), "passed"],
    ["one is one ballot short of its quorum", votes("for"), votes("for"), "no-quorum"],
    ["one has 50 % where 66.6667 % is asked for", votes("for"), votes("for", "against"), "rejected"],
    ["nobody votes in either", votes(), votes(), "no-quorum"],
  ])("boundary: %s", (_, first, second, outcome) => {
    expect(decide({ pack, houses: { holders: first, operators: second } }).outcome).toBe(outcome);
  });
  test("behavior: reasons name the house they are of, and each house's decision is kept", () => {
    const { reasons, houses } = decide({ pack, houses: { holders: votes("for"), operators: votes("for", "against") } });
    expect(reasons).toContain("Holders: For has 100 % of For and Against; more than 50 % was asked for.");
    expect(reasons.at(-1)).toMatch(/^Operators: A tie does not pass/);
    expect([houses?.["holders"]?.outcome, houses?.["operators"]?.outcome]).toEqual(["passed", "rejected"]);
  });
  test("error: a house that is missing, or that does not exist", () => {
    expect(() => decide({ pack, houses: { holders: votes() } })).toThrow('votes of the house "operators" are missing');
    expect(() => decide({ pack, houses: { holders: votes(), operators: votes(), lords: votes() } })).toThrow(
      'no house "lords"',
    );
  });
});

test("boundary: a council of veto lets pass at one objection and vetoes at two, whatever the holders say", () => {
  const pack: RulePack<"two-house"> = { title: "Veto", counting: "two-house", houses: { holders, council } };
  const of = (...sides: Side[]) =>
    decide({ pack, houses: { holders: votes("for"), council: votes(...sides) } }).outcome;
  expect([of(), of("against"), of("against", "against")]).toEqual(["passed", "passed", "vetoed"]);
});

test("boundary: an objection measured of a weight that is not known rejects, because nobody could say it passed", () => {
  const share: RulePack<"optimistic"> = { ...council, quorum: { kind: "share", share: 100_000n, counts: ["against"] } };
  expect(decideWeights(share, { against: 1n }, "unknown")).toMatchObject({
    outcome: "rejected",
    quorum: { needed: undefined, met: false },
  });
  expect(decideWeights(share, { against: 1n }, 100n).outcome).toBe("passed");
  expect(decideWeights(share, { against: 10n }, 100n).outcome).toBe("rejected");
});
