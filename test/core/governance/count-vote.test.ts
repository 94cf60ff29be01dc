import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Side, sides } from "../../../src/core/governance/ballots/choice.ts";
import { type CastBallot, countVote, type Elector } from "../../../src/core/governance/count-vote.ts";
import type { Decision } from "../../../src/core/governance/decision.ts";
import { parsePack } from "../../../src/core/governance/pack/parse-pack.ts";
import type { RulePack } from "../../../src/core/governance/rule-pack.ts";

const pack = (changes: Partial<RulePack> = {}): RulePack => ({
  title: "Standard",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: 40_000n, counts: ["for", "abstain"] },
  approval: { share: 500_000n, comparison: "more-than" },
  ...changes,
});

const plainSides = sides.slice(0, 3);

/** The count of a vote of one token that was open from second 0 to 1000; nothing moved its end. */
function count(
  ballots: readonly Omit<CastBallot, "castAtMs">[],
  electors: readonly Elector[],
  rulePack: RulePack,
  total: bigint | undefined,
): Decision {
  const source = { kind: "call", chain: 1, target: "0x1", weight: "", symbol: "votes", decimals: 0 } as const;
  return countVote({
    ...{ rulePack, electors, choices: [], delegations: [], openedAt: 0, closesAt: 1_000, moments: { outages: [] } },
    electorate: { name: "holders", source, snapshot: undefined, total },
    ballots: ballots.map((ballot) => ({ ...ballot, castAtMs: 5_000 })),
  });
}

const weightsOf = ({ totals }: Decision) => totals.map(({ weight }) => weight);

/** One voter for each choice, with the weight given. */
function vote(weights: Partial<Record<Side, bigint>>, rules: RulePack, total: bigint | undefined) {
  const entries = Object.entries(weights) as [Side, bigint][];
  const ballots = entries.map(([choice], index) => ({ id: String(index + 1), member: choice, choice }));
  const electors = entries.map(([choice, weight]) => ({ voter: choice, member: choice, weight }));
  return count(ballots, electors, rules, total);
}

describe("boundary: the quorum of a share", () => {
  test.each([
    { name: "exactly at it", weights: { for: 40n }, total: 1_000n, outcome: "passed" },
    { name: "one below it", weights: { for: 39n }, total: 1_000n, outcome: "no-quorum" },
    { name: "one above it", weights: { for: 41n }, total: 1_000n, outcome: "passed" },
    { name: "the needed weight is floored", weights: { for: 40n }, total: 1_024n, outcome: "passed" },
    { name: "one below the floored weight", weights: { for: 39n }, total: 1_024n, outcome: "no-quorum" },
    { name: "abstain counts toward it", weights: { for: 1n, abstain: 39n }, total: 1_000n, outcome: "passed" },
    { name: "against does not", weights: { for: 39n, against: 30n }, total: 1_000n, outcome: "no-quorum" },
    { name: "no ballots at all", weights: {}, total: 1_000n, outcome: "no-quorum" },
    { name: "no ballots and no weight", weights: {}, total: 0n, outcome: "rejected" },
    { name: "a whole weight that is not known", weights: { for: 999n }, total: undefined, outcome: "no-quorum" },
    { name: "beyond 2^53", weights: { for: 40n * 10n ** 24n }, total: 10n ** 27n, outcome: "passed" },
    {
      name: "one below, beyond 2^53",
      weights: { for: 40n * 10n ** 24n - 1n },
      total: 10n ** 27n,
      outcome: "no-quorum",
    },
  ])("$name", ({ weights, total, outcome }) => {
    expect(vote(weights, pack(), total).outcome).toBe(outcome);
  });
});

describe("boundary: an absolute quorum", () => {
  const rules = pack({ quorum: { kind: "absolute", weight: 3n, counts: ["for", "against", "abstain"] } });
  test.each([
    { weights: { for: 2n, against: 1n }, outcome: "passed" },
    { weights: { for: 2n }, outcome: "no-quorum" },
    { weights: { abstain: 3n }, outcome: "rejected" },
  ])("$weights is $outcome", ({ weights, outcome }) => {
    expect(vote(weights, rules, undefined).outcome).toBe(outcome);
  });
});

describe("boundary: approval", () => {
  const atLeast = (share: bigint) => pack({ approval: { share, comparison: "at-least" } });
  const moreThan = (share: bigint) => pack({ approval: { share, comparison: "more-than" } });
  test.each([
    {
      name: "a tie under more than 50 %",
      rules: moreThan(500_000n),
      weights: { for: 50n, against: 50n },
      outcome: "rejected",
    },
    {
      name: "a tie under at least 50 %",
      rules: atLeast(500_000n),
      weights: { for: 50n, against: 50n },
      outcome: "passed",
    },
    { name: "one above a tie", rules: moreThan(500_000n), weights: { for: 51n, against: 50n }, outcome: "passed" },
    {
      name: "exactly two thirds as 66.6666 %",
      rules: moreThan(666_666n),
      weights: { for: 2_000n, against: 1_000n },
      outcome: "passed",
    },
    { name: "exactly at 60 %", rules: atLeast(600_000n), weights: { for: 60n, against: 40n }, outcome: "passed" },
    { name: "one below 60 %", rules: atLeast(600_000n), weights: { for: 599n, against: 401n }, outcome: "rejected" },
    { name: "abstain only", rules: moreThan(500_000n), weights: { abstain: 100n }, outcome: "rejected" },
    { name: "abstain only under at least", rules: atLeast(500_000n), weights: { abstain: 100n }, outcome: "rejected" },
    {
      name: "no For under at least 0 %",
      rules: atLeast(0n),
      weights: { against: 1n, abstain: 100n },
      outcome: "rejected",
    },
    {
      name: "a hundred per cent with one against",
      rules: atLeast(1_000_000n),
      weights: { for: 99n, against: 1n },
      outcome: "rejected",
    },
  ])("$name", ({ rules, weights, outcome }) => {
    expect(vote(weights, rules, 100n).outcome).toBe(outcome);
  });
});

test("default: weights, voters, share and reasons are told", () => {
  const decision = vote({ for: 6n, against: 3n, abstain: 1n }, pack(), 100n);
  expect(decision).toMatchObject({
    totals: [
      { choice: "For", weight: 6n, voters: 1 },
      { choice: "Against", weight: 3n, voters: 1 },
      { choice: "Abstain", weight: 1n, voters: 1 },
    ],
    turnout: { weight: 10n, voters: 3, electorate: 100n },
    quorum: { reached: 7n, needed: 4n, met: true },
    share: { part: 6n, whole: 9n, met: true },
    outcome: "passed",
  });
  expect(decision.reasons).toEqual([
    "Enough weight took part: 7 votes of the 4 votes needed.",
    "For has 66.6666 % of For and Against; more than 50 % was asked for.",
  ]);
});

test("behavior: a member's newest ballot counts, however late an older one arrives", () => {
  const electors = [{ voter: "w", member: "m", weight: 5n }];
  const ballots = [
    { id: "1000000000000000000", member: "m", choice: "for" },
    // As text this id sorts before the other; as a number it is older.
    { id: "999999999999999999", member: "m", choice: "against" },
  ];
  expect(weightsOf(count(ballots, electors, pack(), 5n))).toEqual([5n, 0n, 0n]);
});

test("behavior: a member votes with all wallets at once, and weightless ballots are no voters", () => {
  const electors = [
    { voter: "a", member: "m", weight: 5n },
    { voter: "b", member: "m", weight: 7n },
    { voter: "c", member: "n", weight: 0n },
  ];
  const ballots = [
    { id: "1", member: "m", choice: "for" },
    { id: "2", member: "n", choice: "for" },
    { id: "3", member: "stranger", choice: "for" },
  ];
  const { totals, uncounted } = count(ballots, electors, pack(), 12n);
  expect(totals[0]).toMatchObject({ weight: 12n, voters: 1 });
  expect(uncounted.map(({ voter }) => voter)).toEqual(["n", "stranger"]);
});

const members = ["ada", "ben", "cleo", "dan", "eve"] as const;
const ballotsOf = fc.uniqueArray(
  fc.record({
    id: fc.bigInt({ min: 1n, max: 10n ** 20n }).map(String),
    member: fc.constantFrom(...members),
    choice: fc.constantFrom(...plainSides),
  }),
  { selector: ({ id }) => id, maxLength: 20 },
);
const electorsOf: fc.Arbitrary<Elector[]> = fc.tuple(
  ...members.map((member) =>
    fc.bigInt({ min: 0n, max: 10n ** 30n }).map((weight) => ({ voter: `w-${member}`, member, weight })),
  ),
);
const rulesOf: fc.Arbitrary<RulePack> = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 1_000_000n }),
    fc.uniqueArray(fc.constantFrom("for" as const, "against" as const, "abstain" as const), { minLength: 1 }),
    fc.bigInt({ min: 0n, max: 1_000_000n }),
    fc.constantFrom("more-than" as const, "at-least" as const),
  )
  .map(([share, counts, approval, comparison]) =>
    pack({ quorum: { kind: "share", share, counts }, approval: { share: approval, comparison } }),
  );
const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);

test("law: the order of ballots and electors never matters, and a recount is equal", () => {
  fc.assert(
    fc.property(ballotsOf, electorsOf, rulesOf, (ballots, electors, rules) => {
      const total = sum(electors.map(({ weight }) => weight));
      const decision = count(ballots, electors, rules, total);
      expect(count([...ballots].reverse(), [...electors].reverse(), rules, total)).toEqual(decision);
    }),
  );
});

test("law: weight is conserved: all counted weight is the weight of those who voted", () => {
  fc.assert(
    fc.property(ballotsOf, electorsOf, rulesOf, (ballots, electors, rules) => {
      const voted = new Set(ballots.map(({ member }) => member));
      const cast = sum(
        electors.filter(({ member }) => voted.has(member as (typeof members)[number])).map(({ weight }) => weight),
      );
      expect(sum(weightsOf(count(ballots, electors, rules, 1n)))).toBe(cast);
    }),
  );
});

test("law: one more For never turns a pass into a fail", () => {
  fc.assert(
    fc.property(
      ballotsOf,
      electorsOf,
      rulesOf,
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      (ballots, electors, rules, weight) => {
        const total = sum(electors.map((elector) => elector.weight));
        fc.pre(count(ballots, electors, rules, total).outcome === "passed");
        const more = [...electors, { voter: "new", member: "new", weight }];
        const after = count([...ballots, { id: "5", member: "new", choice: "for" }], more, rules, total);
        expect(after.outcome).toBe("passed");
      },
    ),
  );
});

test("behavior: a kept split counts by place, also where choices are called like places", () => {
  const rulePack = parsePack({
    title: "Split",
    counting: "weighted",
    tie: "none",
    quorum: { kind: "absolute", weight: 0, counts: ["cast"] },
  });
  const source = {
    kind: "votes",
    chain: 1,
    token: "0x1000000000000000000000000000000000000001",
    symbol: "V",
    decimals: 0,
  };
  const electorate = { name: "holders", source, snapshot: undefined, total: 10n } as const;
  const decision = countVote({
    ...{ rulePack, choices: ["0", "1", "2"], electorate: electorate as never, openedAt: 0, closesAt: 100 },
    electors: [{ voter: "a", member: "1", weight: 10n, house: "" }],
    ballots: [{ id: "1", member: "1", choice: { "1": "3", "2": "2" }, castAtMs: 10_000 }],
    delegations: [],
    moments: { outages: [] },
  });
  expect(decision.totals.map(({ weight }) => weight)).toEqual([6n, 4n, 0n]);
});
