import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apportion } from "../../../../src/core/governance/counting/apportion.ts";
import { countCondorcet } from "../../../../src/core/governance/counting/count-condorcet.ts";
import { countQuadratic } from "../../../../src/core/governance/counting/count-quadratic.ts";
import { countRanked, type RunoffRules } from "../../../../src/core/governance/counting/count-ranked.ts";
import { countWeighted } from "../../../../src/core/governance/counting/count-weighted.ts";
import { integerRoot } from "../../../../src/core/governance/counting/integer-root.ts";
import { createLimbSums } from "../../../../src/core/governance/counting/limb-sums.ts";

const sum = (values: readonly bigint[]) => values.reduce((all, one) => all + one, 0n);
const count = 5;
const weights = fc.oneof(fc.bigInt({ min: 1n, max: 5n }), fc.bigInt({ min: 1n, max: 10n ** 30n }));
const rankings = fc.array(
  fc.record({ choice: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }), weight: weights }),
  { maxLength: 12 },
);
const splits = fc.array(
  fc.record({
    choice: fc
      .shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 })
      .chain((choices) =>
        fc
          .array(fc.bigInt({ min: 1n, max: 100n }), { minLength: choices.length, maxLength: choices.length })
          .map((parts) => ({ choices, parts })),
      ),
    weight: weights,
  }),
  { maxLength: 12 },
);
const cast = <C>(ballots: readonly { choice: C; weight: bigint }[]) => ({
  choices: ballots.map(({ choice }) => choice),
  weights: ballots.map(({ weight }) => weight),
});

describe("instant runoff", () => {
  type Rankings = readonly { choice: readonly number[]; weight: bigint }[];
  const rules = (change: Partial<RunoffRules> = {}): RunoffRules => ({
    elimination: "lowest-index",
    majorityBase: "continuing",
    ...change,
  });
  const run = (ballots: Rankings, change: Partial<RunoffRules> = {}, choices = count) =>
    countRanked(cast(ballots), choices, rules(change));

  /** The plainest runoff there is: every round counts every ballot from the beginning. */
  function naive(ballots: Rankings, dropLast: boolean): { winner: number | undefined; rounds: bigint[][] } {
    let open = [0, 1, 2, 3, 4];
    const rounds: bigint[][] = [];
    for (;;) {
      const totals = [0n, 0n, 0n, 0n, 0n];
      for (const { choice, weight } of ballots) {
        const first = choice.find((one) => open.includes(one));
        if (first !== undefined) totals[first] = (totals[first] ?? 0n) + weight;
      }
      rounds.push(totals);
      const all = sum(totals);
      const winner = open.find((one) => 2n * (totals[one] ?? 0n) > all);
      if (winner !== undefined || all === 0n || open.length < 3) return { winner, rounds };
      const least = open.map((one) => totals[one] ?? 0n).reduce((a, b) => (a < b ? a : b));
      const weakest = open.filter((one) => totals[one] === least);
      const out = dropLast ? weakest.at(-1) : weakest[0];
      open = open.filter((one) => one !== out);
    }
  }

  test("law: it equals a naive runoff, round by round", () => {
    fc.assert(
      fc.property(rankings, fc.boolean(), (ballots, dropLast) => {
        const expected = naive(ballots, dropLast);
        const { winner, rounds } = run(ballots, { elimination: dropLast ? "highest-index" : "lowest-index" });
        expect(winner).toBe(expected.winner);
        expect(rounds.map((round) => round.weights)).toEqual(expected.rounds);
        for (const { weights: own, exhausted } of rounds)
          expect(sum(own) + exhausted).toBe(sum(ballots.map(({ weight }) => weight)));
      }),
      { numRuns: 500 },
    );
  });

  const tie = [
    { choice: [0, 1, 2], weight: 1n },
    { choice: [1, 2, 0], weight: 1n },
    { choice: [2, 0, 1], weight: 1n },
  ];
  test("boundary: a tie of three drops the lowest index, as Snapshot does: [0, 2, 1]", () => {
    const { rounds, winner } = run(tie, {}, 3);
    expect(rounds.at(-1)?.weights).toEqual([0n, 2n, 1n]);
    expect(winner).toBe(1);
  });
  test("boundary: where a tie may not be broken, nobody wins, and it is told who tied", () => {
    expect(run(tie, { elimination: "none" }, 3)).toMatchObject({ winner: undefined, tied: [0, 1, 2] });
  });
  test("boundary: those tied at the bottom leave together where it cannot matter", () => {
    const ballots = [
      { choice: [0], weight: 5n },
      { choice: [1], weight: 4n },
      { choice: [2, 1], weight: 1n },
      { choice: [3, 1], weight: 1n },
    ];
    const { rounds, winner, tied } = run(ballots, { elimination: "none" }, 4);
    expect(rounds[0]?.removed).toEqual([2, 3]);
    expect([winner, tied]).toEqual([1, []]);
  });
  test("boundary: two equal at the end: nobody wins, and half is no majority", () => {
    expect(
      run(
        [
          { choice: [0], weight: 1n },
          { choice: [1], weight: 1n },
        ],
        {},
        2,
      ),
    ).toMatchObject({ winner: undefined, tied: [0, 1] });
  });
  test("boundary: the earliest round that tells two apart decides who leaves", () => {
    // After 3 leaves, 1 and 2 are level; 2 had less in the first round, 1 is listed first.
    const ballots = [
      { choice: [0], weight: 6n },
      { choice: [1, 2], weight: 4n },
      { choice: [2, 1], weight: 3n },
      { choice: [3, 2], weight: 1n },
    ];
    const removed = (elimination: RunoffRules["elimination"]) =>
      run(ballots, { elimination }, 4).rounds.flatMap((round) => round.removed);
    expect(removed("earliest-round")).toEqual([3, 2]);
    expect(removed("lowest-index")).toEqual([3, 1]);
  });
  test("boundary: a required 60 % of all that two finalists miss, 50 to 50 or 55 to 45, and nobody wins", () => {
    const of = (a: bigint, b: bigint) =>
      run(
        [
          { choice: [0], weight: a },
          { choice: [1], weight: b },
        ],
        { majorityBase: "all", majority: { share: 600_000n, comparison: "at-least" } },
        2,
      ).winner;
    expect([of(50n, 50n), of(55n, 45n), of(59n, 41n), of(60n, 40n)]).toEqual([undefined, undefined, undefined, 0]);
  });
  test("boundary: a majority of all is not one of what still counts", () => {
    const ballots = [
      { choice: [0], weight: 4n },
      { choice: [1], weight: 3n },
      { choice: [2], weight: 2n },
    ];
    expect(run(ballots, {}, 3).winner).toBe(0);
    expect(run(ballots, { majorityBase: "all" }, 3).winner).toBeUndefined();
  });
  test("boundary: no ballots, one choice, and a ballot that names nobody left", () => {
    expect(run([], {}, 3)).toMatchObject({ winner: undefined, tied: [], leader: undefined });
    expect(run([{ choice: [0], weight: 1n }], {}, 1).winner).toBe(0);
  });
  test("error: a choice ranked twice, or one that does not exist, never gets into a count", () => {
    expect(() => run([{ choice: [0, 0], weight: 1n }])).toThrow("twice");
    expect(() => run([{ choice: [5], weight: 1n }])).toThrow("choice 5 of 5");
  });
});

describe("Condorcet", () => {
  test("law: pairs and points equal a naive comparison of every two choices", () => {
    fc.assert(
      fc.property(rankings, (ballots) => {
        const { pairs, points } = countCondorcet(cast(ballots), count, "none");
        const place = (choice: readonly number[], one: number) => (choice.includes(one) ? choice.indexOf(one) : 99);
        const prefer = (a: number, b: number) =>
          sum(ballots.filter(({ choice }) => place(choice, a) < place(choice, b)).map(({ weight }) => weight));
        const all = [0, 1, 2, 3, 4];
        expect(pairs).toEqual(all.map((a) => all.map((b) => prefer(a, b))));
        const score = (a: number) =>
          all
            .filter((b) => b !== a)
            .reduce((n, b) => n + (prefer(a, b) > prefer(b, a) ? 2 : prefer(a, b) === prefer(b, a) ? 1 : 0), 0);
        expect(points).toEqual(all.map(score));
      }),
      { numRuns: 300 },
    );
  });

  test("boundary: a circle of three is a tie, unless its rules break it", () => {
    const circle = [
      { choice: [0, 1, 2], weight: 3n },
      { choice: [1, 2, 0], weight: 2n },
      { choice: [2, 0, 1], weight: 2n },
    ];
    const leaders = (tieBreak: Parameters<typeof countCondorcet>[2]) =>
      countCondorcet(cast(circle), 3, tieBreak).leaders;
    expect(leaders("none")).toEqual([0, 1, 2]);
    expect(leaders("lowest-index")).toEqual([0]);
    expect(leaders("support")).toEqual([0]);
    expect(leaders("first-preferences")).toEqual([0]);
    expect(countCondorcet({ choices: [], weights: [] }, 3, "lowest-index").leaders).toEqual([]);
  });
});

describe("splits", () => {
  test("law: weighted scores are exact: over a common denominator they add up to all that was cast", () => {
    fc.assert(
      fc.property(splits, (ballots) => {
        const { scores, whole, weights: shown } = countWeighted(cast(ballots), count);
        const all = sum(ballots.map(({ weight }) => weight));
        expect(sum(scores)).toBe(whole);
        expect(sum(shown)).toBe(all);
        const lcm = ballots.length === 0 ? 1n : whole / (all === 0n ? 1n : all);
        [0, 1, 2, 3, 4].forEach((choice) => {
          const exact = ballots.map(
            ({ choice: { choices, parts }, weight }) =>
              (weight * (parts[choices.indexOf(choice)] ?? 0n) * lcm) / sum(parts),
          );
          expect(scores[choice]).toBe(sum(exact));
        });
      }),
    );
  });

  test("boundary: 1/3 + 1/3 + 1/3 of one unit is one unit, to the first of the equals", () => {
    const { weights: shown, scores } = countWeighted(
      { choices: [{ choices: [0, 1, 2], parts: [1n, 1n, 1n] }], weights: [1n] },
      3,
    );
    expect(shown).toEqual([1n, 0n, 0n]);
    expect(new Set(scores).size).toBe(1);
  });

  test("boundary: a whale of 100 and ten voters of 1 are exactly level under quadratic counting: 55 to 55", () => {
    const ballots = [
      { choice: { choices: [0], parts: [1n] }, weight: 100n },
      ...Array.from({ length: 10 }, () => ({ choice: { choices: [1], parts: [1n] }, weight: 1n })),
    ];
    expect(countQuadratic(cast(ballots), 2, 0)).toMatchObject({ scores: [100n, 100n], weights: [55n, 55n] });
  });

  test("law: quadratic scores lie within the stated bound of the exact square of sums of roots", () => {
    fc.assert(
      fc.property(splits, fc.integer({ min: 0, max: 6 }), (ballots, decimals) => {
        const { scores, weights: shown } = countQuadratic(cast(ballots), count, decimals);
        // Where every root floors to nothing there is no score to share the weight by; else none of it is lost.
        const shared = scores.some((score) => score > 0n) ? sum(ballots.map(({ weight }) => weight)) : 0n;
        expect(sum(shown)).toBe(shared);
        // The same with thirty decimals more: its own error is nothing beside the bound.
        const fine = countQuadratic(cast(ballots), count, decimals + 30).scores;
        const scale = 10n ** 60n;
        scores.forEach((score, choice) => {
          const voters = BigInt(ballots.filter(({ choice: { choices } }) => choices.includes(choice)).length);
          const high = (fine[choice] ?? 0n) / scale + 1n;
          expect(score).toBeLessThanOrEqual(high);
          const root = integerRoot(score) + voters + 1n;
          expect(high).toBeLessThanOrEqual(root * root);
        });
      }),
      { numRuns: 100 },
    );
  });
});

test("law: a root is the largest whole number whose square is not more, at any size", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.bigInt({ min: 0n, max: 2n ** 400n }),
        fc.bigInt({ min: 0n, max: 2n ** 110n }),
        fc.bigInt({ min: 1n, max: 2n ** 60n }).map((n) => n * n - 1n),
      ),
      (value) => {
        const root = integerRoot(value);
        expect(root * root <= value && (root + 1n) ** 2n > value).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(() => integerRoot(-1n)).toThrow();
});

test("law: an amount divided by parts is whole again, each share within one of exact", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 9 }),
      (amount, parts) => {
        fc.pre(parts.some((part) => part > 0n));
        const shares = apportion(amount, parts);
        expect(sum(shares)).toBe(amount);
        shares.forEach((share, index) => {
          const floor = (amount * (parts[index] ?? 0n)) / sum(parts);
          expect(share === floor || share === floor + 1n).toBe(true);
        });
      },
    ),
  );
});

test("law: sums by limbs are sums, carries included", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ weight: fc.bigInt({ min: 0n, max: 2n ** 200n }), cell: fc.nat(2) }), { maxLength: 50 }),
      (adds) => {
        const sums = createLimbSums(3, 2n ** 200n);
        for (const { weight, cell } of adds) {
          sums.load(weight);
          sums.add(cell);
        }
        for (const cell of [0, 1, 2])
          expect(sums.read(cell)).toBe(sum(adds.filter((one) => one.cell === cell).map(({ weight }) => weight)));
      },
    ),
  );
  const many = createLimbSums(1, 2n ** 40n - 1n);
  // More than 64 bits hold without a carry.
  const adds = 2 ** 24 + 5;
  for (let index = 0; index < adds; index += 1) {
    many.load(2n ** 40n - 1n);
    many.add(0);
  }
  expect(many.read(0)).toBe(BigInt(adds) * (2n ** 40n - 1n));
});
