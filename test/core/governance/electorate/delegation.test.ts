import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Delegation } from "../../../../src/core/governance/electorate/check-delegations.ts";
import { makeElectorate } from "../../../../src/core/governance/electorate/make-electorate.ts";
import { resolveDelegations } from "../../../../src/core/governance/electorate/resolve-delegations.ts";
import type { DelegationRule } from "../../../../src/core/governance/rule-pack.ts";
import { parseShare } from "../../../../src/core/governance/share.ts";

const OVERRIDE: DelegationRule = { depth: "one-hop", override: true };
const electorate = makeElectorate([
  { voter: "A", weight: 100n },
  { voter: "B", weight: 200n },
  { voter: "C", weight: 300n },
]);
const chain: Delegation[] = [
  { from: "A", to: "B" },
  { from: "B", to: "C" },
];

/** What each of those who voted votes with. */
function votes(delegations: readonly Delegation[], rule: DelegationRule, voted: string, at?: number): string {
  const { voters, weights } = resolveDelegations(electorate, delegations, rule, (voter) => voted.includes(voter), at);
  return [...voted].map((voter) => weights[voters.indexOf(voter)] ?? 0n).join("/");
}

describe("published vectors: erc20-votes-with-override, A, B, C = 100, 200, 300; A → B, B → C", () => {
  test.each([
    ["A", "100"],
    ["B", "300"],
    ["C", "500"],
    ["AB", "100/200"],
    ["AC", "100/500"],
    ["BC", "300/300"],
    ["ABC", "100/200/300"],
  ])("behavior: {%s} vote with %s", (voted, expected) => {
    expect(votes(chain, OVERRIDE, voted)).toBe(expected);
  });
});

test("behavior: a cascade passes on what was received, until someone votes", () => {
  const cascade: DelegationRule = { depth: "cascade", override: true };
  expect(votes(chain, cascade, "C")).toBe("600");
  expect(votes(chain, cascade, "BC")).toBe("300/300");
  expect(votes(chain, cascade, "AC")).toBe("100/500");
});

test("behavior: without override what was given stays given", () => {
  expect(votes(chain, { depth: "one-hop", override: false }, "ABC")).toBe("0/100/500");
  expect(votes(chain, { depth: "cascade", override: false }, "ABC")).toBe("0/0/600");
});

test("boundary: a split of 60 % and 1/3 keeps the rest, and leftover units go by largest remainder, then by name", () => {
  const split = [
    { from: "A", to: "C", share: parseShare("1/3") },
    { from: "A", to: "B", share: parseShare("60 %") },
  ];
  // 100: 60, 33 1/3 and 6 2/3 kept.
  expect(votes(split, OVERRIDE, "BC")).toBe("260/333");
  expect(votes(split, { ...OVERRIDE, override: false }, "A")).toBe("7");
  const halves = [
    { from: "A", to: "C", share: parseShare("1/2") },
    { from: "A", to: "B", share: parseShare("1/2") },
  ];
  const odd = makeElectorate([{ voter: "A", weight: 101n }]);
  const { voters, weights } = resolveDelegations(odd, halves, OVERRIDE, () => false, undefined);
  expect(["B", "C"].map((voter) => weights[voters.indexOf(voter)])).toEqual([51n, 50n]);
});

test("boundary: a delegation holds one second before it expires and not at it", () => {
  const expiring = [{ from: "A", to: "B", expiresAt: 1_000 }];
  expect(votes(expiring, OVERRIDE, "B", 999)).toBe("300");
  expect(votes(expiring, OVERRIDE, "B", 1_000)).toBe("200");
  expect(() => votes(expiring, OVERRIDE, "B")).toThrow("no time is told");
});

test.each([
  [[{ from: "A", to: "A" }], "A delegates to itself."],
  [
    [
      { from: "A", to: "B" },
      { from: "B", to: "C" },
      { from: "C", to: "A" },
    ],
    "in a circle: A → B → C → A.",
  ],
  [
    [
      { from: "A", to: "B", share: 600_000n },
      { from: "A", to: "C", share: 400_001n },
    ],
    "more than 100 %",
  ],
  [
    [
      { from: "A", to: "B", share: 1n },
      { from: "A", to: "B", share: 1n },
    ],
    "to the same voter twice",
  ],
  [[{ from: "A", to: "B", share: 0n }], "a share of nothing"],
] as [Delegation[], string][])("error: $1", (delegations, why) => {
  expect(() => votes(delegations, OVERRIDE, "B")).toThrow(why);
});

test("behavior: a delegate without weight votes with what was given", () => {
  expect(votes([{ from: "A", to: "D" }], OVERRIDE, "D")).toBe("100");
});

const people = ["a", "b", "c", "d", "e", "f"];
const delegations = fc
  .array(
    fc.record({ from: fc.nat(4), step: fc.integer({ min: 1, max: 5 }), share: fc.bigInt({ min: 1n, max: 400_000n }) }),
    { maxLength: 10 },
  )
  .map((all) => {
    // Always to a later name: no circles; each pair once.
    const pairs = new Map(
      all.map(({ from, step, share }) => [
        `${from}-${Math.min(5, from + step)}`,
        { from, to: Math.min(5, from + step), share },
      ]),
    );
    const given = new Map<number, number>();
    return [...pairs.values()]
      .filter(({ from }) => given.set(from, (given.get(from) ?? 0) + 1).get(from) !== 3)
      .filter(({ from }) => (given.get(from) ?? 0) <= 2)
      .map(({ from, to, share }) => ({ from: people[from] ?? "", to: people[to] ?? "", share }));
  });

test("law: delegating moves weight and never makes or loses any, in whatever order it is told", () => {
  fc.assert(
    fc.property(
      delegations,
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 6, maxLength: 6 }),
      fc.subarray(people),
      fc.constantFrom<DelegationRule>(
        OVERRIDE,
        { depth: "cascade", override: true },
        { depth: "cascade", override: false },
      ),
      (given, weights, voted, rule) => {
        const rows = people.map((voter, index) => ({ voter, weight: weights[index] ?? 0n }));
        const resolve = (order: readonly Delegation[], from: typeof rows) => {
          const { voters, weights: held } = resolveDelegations(
            makeElectorate(from),
            order,
            rule,
            (voter) => voted.includes(voter),
            undefined,
          );
          return people.map((voter) => held[voters.indexOf(voter)] ?? 0n);
        };
        const held = resolve(given, rows);
        expect(held.reduce((a, b) => a + b, 0n)).toBe(weights.reduce((a, b) => a + b, 0n));
        expect(resolve([...given].reverse(), [...rows].reverse())).toEqual(held);
      },
    ),
  );
});
