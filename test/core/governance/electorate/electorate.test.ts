import { describe, expect, test } from "vitest";
import { decide } from "../../../../src/core/governance/decide.ts";
import { makeElectorate, mergeWallets } from "../../../../src/core/governance/electorate/make-electorate.ts";
import { type VotingNode, weighNodes } from "../../../../src/core/governance/electorate/weigh-nodes.ts";
import { takeLevel } from "../../../../src/core/governance/pack/take-level.ts";
import { dimo } from "../../../../src/core/governance/packs/dimo.ts";

test("default: rows of one voter are added up, and the sum is all weight", () => {
  const { voters, weights, total } = makeElectorate([
    { voter: "a", weight: 3n },
    { voter: "b", weight: 4n },
    { voter: "a", weight: 5n },
  ]);
  expect([voters, weights, total]).toEqual([["a", "b"], [8n, 4n], 12n]);
});

test("behavior: several wallets of one person are one voter", () => {
  const rows = [
    { voter: "0x1", weight: 3n },
    { voter: "0x2", weight: 4n },
    { voter: "0x3", weight: 5n },
  ];
  const holders = new Map([
    ["0x1", "ada"],
    ["0x3", "ada"],
  ]);
  expect(makeElectorate(mergeWallets(rows, holders)).weights).toEqual([8n, 4n]);
});

describe("excluded holders", () => {
  const rows = [
    { voter: "foundation", weight: 600n },
    { voter: "a", weight: 30n },
  ];
  test("behavior: circulating supply is total less what they hold, and they have no vote", () => {
    const { total, voters } = makeElectorate(rows, { supply: 1_000n, excluded: new Set(["foundation"]) });
    expect([total, voters]).toEqual([400n, ["a"]]);
  });
  test("error: rows that weigh more than all weight there is", () => {
    expect(() => makeElectorate(rows, { supply: 629n })).toThrow("more than all weight");
    expect(makeElectorate(rows, { supply: 630n }).total).toBe(630n);
    expect(makeElectorate(rows, { supply: "unknown" }).total).toBeUndefined();
    expect(() => makeElectorate([{ voter: "a", weight: -1n }])).toThrow("below zero");
  });
});

test("boundary: roots are floored row by row before they are added: √8 + √8 = 4, not √16 = 4 + 1 = 5 of √17 + √1", () => {
  const rows = [8n, 8n, 17n, 1n].map((weight) => ({ voter: "a", weight }));
  expect(makeElectorate(rows, { root: true })).toMatchObject({ weights: [2n + 2n + 4n + 1n], total: 9n });
});

describe("weight of nodes", () => {
  const at = 10_000;
  const node = (change: Partial<VotingNode>): VotingNode => ({
    id: "n",
    operator: "op",
    active: true,
    since: 0,
    lastPaidAt: at,
    stake: 17n,
    ...change,
  });
  const weigh = (nodes: VotingNode[], rule: Parameters<typeof weighNodes>[1]) =>
    weighNodes(nodes, rule, at)[0]?.weight ?? 0n;
  test.each([
    ["an inactive node", { active: false }, { weigh: "one" }, 0n],
    ["exactly old enough", { since: 9_900 }, { weigh: "one", minimumAgeSeconds: 100 }, 1n],
    ["one second too young", { since: 9_901 }, { weigh: "one", minimumAgeSeconds: 100 }, 0n],
    ["paid just in time", { lastPaidAt: 9_900 }, { weigh: "one", paidWithinSeconds: 100 }, 1n],
    ["paid too long ago", { lastPaidAt: 9_899 }, { weigh: "one", paidWithinSeconds: 100 }, 0n],
    ["paid only after the snapshot", { lastPaidAt: 10_001 }, { weigh: "one", paidWithinSeconds: 100 }, 0n],
    ["by stake", {}, { weigh: "stake" }, 17n],
    ["by the root of its stake, floored", {}, { weigh: "root-stake" }, 4n],
    ["capped", {}, { weigh: "stake", mostPerNode: 10n }, 10n],
  ] as const)("boundary: %s", (_, change, rule, expected) => {
    expect(weigh([node(change)], rule)).toBe(expected);
  });
  test("boundary: an operator's nodes are added up, then capped", () => {
    const nodes = [node({ id: "1" }), node({ id: "2" }), node({ id: "3" })];
    expect(weigh(nodes, { weigh: "root-stake" })).toBe(12n);
    expect(weigh(nodes, { weigh: "root-stake", mostPerOperator: 11n })).toBe(11n);
    const { lastPaidAt: _, ...unpaid } = node({});
    expect(weigh([unpaid], { weigh: "one", paidWithinSeconds: 100 })).toBe(0n);
  });
});

test("behavior: a cap takes off what one voter has above it, and all weight stays what it was", () => {
  const pack = takeLevel(dimo, "L1");
  const electorate = makeElectorate(
    [
      { voter: "whale", weight: 900n },
      { voter: "b", weight: 51n },
    ],
    { supply: 1_000n },
  );
  const ballots = [
    { voter: "whale", choice: "for" as const },
    { voter: "b", choice: "against" as const },
  ];
  const decision = decide({ pack, electorate, ballots });
  expect(decision.totals.slice(0, 2).map(({ weight }) => weight)).toEqual([50n, 50n]);
  expect(decision.turnout).toEqual({ weight: 100n, voters: 2, electorate: 1_000n });
  expect(() => decide({ pack, electorate: { ...electorate, total: undefined }, ballots })).toThrow("not known");
});
