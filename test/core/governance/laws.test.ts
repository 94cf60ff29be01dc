import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Ballot, type Choice, sides } from "../../../src/core/governance/ballots/choice.ts";
import { decide } from "../../../src/core/governance/decide.ts";
import type { Contest } from "../../../src/core/governance/decision.ts";
import { makeElectorate } from "../../../src/core/governance/electorate/make-electorate.ts";
import { takeLevel } from "../../../src/core/governance/pack/take-level.ts";
import { packs } from "../../../src/core/governance/packs/index.ts";

type Pack = Contest["pack"];

const choices = ["Oak", "Pine", "Abstain", "Elm"];
const quorum = { kind: "share", share: 100_000n, counts: ["cast"] } as const;
const own: Record<string, Pack> = {
  weighted: { title: "W", counting: "weighted", tie: "none", quorum },
  quadratic: { title: "Q", counting: "quadratic", tie: "none", rootDecimals: 6, quorum },
  approval: { title: "A", counting: "approval", tie: "lowest-index", winners: 2, quorum },
  optimistic: {
    title: "O",
    counting: "optimistic",
    silencePasses: true,
    quorum: { kind: "share", share: 200_000n, counts: ["against"] },
  },
};
const shipped = Object.entries(packs).flatMap(([name, pack]): [string, Pack][] => {
  if (pack.counting === "two-house") return [];
  const levels = Object.keys(pack.levels ?? {});
  return levels.length === 0 ? [[name, pack]] : levels.map((level) => [`${name} ${level}`, takeLevel(pack, level)]);
});
const all: [string, Pack][] = [...shipped, ...Object.entries(own)];

function choiceOf(pack: Pack): fc.Arbitrary<Choice> {
  if (pack.counting === "for-against-abstain") return fc.constantFrom(...sides.slice(0, pack.veto ? 4 : 3));
  if (pack.counting === "optimistic") return fc.constantFrom(...sides.slice(0, 3));
  if (pack.counting === "single-choice") return fc.nat(3);
  if (pack.counting === "approval") return fc.subarray([0, 1, 2, 3], { minLength: 1 });
  if (pack.counting === "ranked" || pack.counting === "condorcet")
    return fc.shuffledSubarray([0, 1, 2, 3], { minLength: pack.partial ? 1 : 4 });
  return fc
    .subarray([0, 1, 2, 3], { minLength: 1 })
    .chain((list) =>
      fc
        .array(fc.bigInt({ min: 1n, max: 9n }), { minLength: list.length, maxLength: list.length })
        .map((parts) => ({ choices: list, parts })),
    );
}

type Voter = { weight: bigint; choice: Choice | undefined };
const votersOf = (pack: Pack) =>
  fc.array(
    fc.record({
      weight: fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 26n })),
      choice: fc.option(choiceOf(pack), { nil: undefined }),
    }),
    { maxLength: 10 },
  );

function decideVoters(pack: Pack, voters: readonly Voter[], reorder = <T>(list: T[]) => list) {
  const rows = voters.map(({ weight }, index) => ({ voter: `v${index}`, weight }));
  const ballots = voters.flatMap(({ choice }, index): Ballot[] =>
    choice === undefined ? [] : [{ voter: `v${index}`, choice }],
  );
  return decide({ pack, choices, electorate: makeElectorate(reorder(rows)), ballots: reorder(ballots) });
}

describe.each(all)("%s", (_, pack) => {
  test("law: the order of rows and ballots never matters, and a recount is equal", () => {
    fc.assert(
      fc.property(votersOf(pack), (voters) => {
        const { uncounted: first, ...decision } = decideVoters(pack, voters);
        const { uncounted: second, ...again } = decideVoters(pack, voters, (list) => [...list].reverse());
        expect(again).toEqual(decision);
        expect([...second].reverse()).toEqual(first);
      }),
    );
  });

  test("law: all weight that took part is somewhere in the totals", () => {
    fc.assert(
      fc.property(votersOf(pack), (voters) => {
        const { turnout, totals, rounds } = decideVoters(pack, voters);
        const shown = totals.reduce((sum, { weight }) => sum + weight, 0n);
        if (pack.counting === "approval") expect(shown).toBeGreaterThanOrEqual(turnout.weight);
        else expect(shown + (rounds?.at(-1)?.exhausted ?? 0n)).toBe(turnout.weight);
      }),
    );
  });
});

/** Splitting changes what is not linear in weight: roots and caps. */
const NOT_LINEAR = [
  "quadratic",
  "dimo L1",
  "dimo L2",
  "dimo L3",
  "dimo-ranked L1",
  "dimo-ranked L2",
  "dimo-ranked L3",
  "dimo-selection",
];

test.each(all.filter(([name]) => !NOT_LINEAR.includes(name)))(
  "law: %s: a voter who splits in two changes nothing",
  (_, pack) => {
    fc.assert(
      fc.property(votersOf(pack), fc.nat(9), fc.bigInt({ min: 0n, max: 10n ** 26n }), (voters, at, part) => {
        const voter = voters[at];
        fc.pre(voter !== undefined);
        const first = part < voter.weight ? part : voter.weight;
        const halves = [
          { ...voter, weight: first },
          { ...voter, weight: voter.weight - first },
        ];
        const before = decideVoters(pack, voters);
        const after = decideVoters(pack, [...voters.slice(0, at), ...halves, ...voters.slice(at + 1)]);
        expect(after.outcome).toBe(before.outcome);
        expect(after.winners).toEqual(before.winners);
        expect(after.totals.map(({ weight }) => weight)).toEqual(before.totals.map(({ weight }) => weight));
        expect(after.reasons).toEqual(before.reasons);
      }),
    );
  },
);

test("behavior: where it does change something, it is known to: a quadratic vote of 100 is worth four of 25 squared", () => {
  const pack = own["quadratic"] as Pack;
  const one: Choice = { choices: [0], parts: [1n] };
  const score = (weights: bigint[]) =>
    decideVoters(
      pack,
      weights.map((weight) => ({ weight, choice: one })),
    ).totals[0]?.score?.numerator ?? 0n;
  expect(score([25n, 25n, 25n, 25n])).toBe(4n * score([100n]));
});

const questions = all.filter(([, pack]) => pack.counting === "for-against-abstain");

test.each(questions)(
  "law: %s: one more For from those who stayed at home never turns a pass into a fail",
  (_, pack) => {
    fc.assert(
      fc.property(votersOf(pack), fc.bigInt({ min: 0n, max: 10n ** 26n }), (voters, weight) => {
        const passes = (choice: Choice | undefined) =>
          decideVoters(pack, [...voters, { weight, choice }]).outcome === "passed";
        if (passes(undefined)) expect(passes("for")).toBe(true);
      }),
    );
  },
);

const scored = all.filter(([, pack]) => ["single-choice", "approval", "weighted"].includes(pack.counting));

test.each(scored)("law: %s: one more ballot for a winner leaves it a winner", (_, pack) => {
  fc.assert(
    fc.property(votersOf(pack), fc.bigInt({ min: 0n, max: 10n ** 26n }), (voters, weight) => {
      const before = decideVoters(pack, [...voters, { weight, choice: undefined }]);
      for (const winner of before.winners) {
        const choice =
          pack.counting === "single-choice"
            ? winner
            : pack.counting === "approval"
              ? [winner]
              : { choices: [winner], parts: [1n] };
        expect(decideVoters(pack, [...voters, { weight, choice }]).winners).toContain(winner);
      }
    }),
  );
});

// Not monotone, and no such law holds for them: snapshot-ranked, dimo-ranked, and any other runoff.
test("behavior: a runoff is not monotone: ranking the winner higher can make it lose", () => {
  const pack = packs["snapshot-ranked"] as Pack;
  const run = (ballots: [number[], bigint][]) =>
    decideVoters(
      pack,
      ballots.map(([choice, weight]) => ({ weight, choice })),
    ).winners;
  const rest: [number[], bigint][] = [
    [[0, 1, 2, 3], 39n],
    [[1, 2, 0, 3], 35n],
    [[2, 0, 1, 3], 26n],
  ];
  // Oak wins as long as Elm's voters outlast Pine's; ten of Pine's who turn to Oak put Pine out first.
  expect(run(rest)).toEqual([0]);
  expect(
    run([
      [[0, 1, 2, 3], 49n],
      [[1, 2, 0, 3], 25n],
      [[2, 0, 1, 3], 26n],
    ]),
  ).toEqual([2]);
});
