import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkRulePacks } from "../../src/config/check-rule-packs.ts";
import { parseConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/config/problem.ts";
import { kinds } from "../../src/setup/kinds.ts";

const TENTH = { kind: "share", share: "10 %" };
const ONE = { kind: "absolute", weight: 1 };
const holders = { title: "Holders", quorum: TENTH };
const crew = { title: "Crew", quorum: ONE };
const sponsorship = { threshold: TENTH, withdrawWhenBelow: true };
const override = { depth: "one-hop", override: true };
const minimal = readFileSync(new URL("../../docs/examples/minimal.json", import.meta.url), "utf8");

/** What is wrong with these rules in a community that has electorates of every kind of total. */
function problems(pack: Record<string, unknown>): string[] {
  const config = JSON.parse(minimal);
  const weight = "function w(address) view returns (uint256)";
  Object.assign(config.electorates, {
    crew: { kind: "role", roles: ["700000000000000101"] },
    bare: { kind: "call", chain: 42161, target: "0x1111111111111111111111111111111111111111", weight },
    nodes: { kind: "nodes", rewards: "nodes" },
    both: { kind: "sum", of: [{ electorate: "holders" }, { electorate: "bare" }] },
  });
  config.rulePacks.own = { title: "Own", ...pack };
  const parsed = parseConfig(config, kinds);
  const found: Problem[] = [...parsed.problems];
  if (parsed.config) checkRulePacks(parsed.config, (where, what) => found.push({ where, what }));
  return found.map(({ where, what }) => `${where}: ${what}`);
}

test.each([
  ["a share of a role that is not listed", { electorate: "crew", quorum: TENTH }, "quorum: asks for a share"],
  ["a cap on it", { ...crew, electorate: "crew", cap: "5 %" }, "cap: asks for a share"],
  [
    "a majority of it",
    { ...crew, electorate: "crew", approval: { share: "50 %", of: "electorate" } },
    "approval: asks for a share",
  ],
  [
    "a level's share of it",
    { ...crew, electorate: "crew", levels: { L1: { quorum: { ...TENTH, counts: ["cast"] } } } },
    "levels.L1.quorum: asks for a share",
  ],
  [
    "sponsors with a share of it",
    { ...crew, electorate: "crew", life: { sponsorship } },
    "life.sponsorship.threshold: asks for a share",
  ],
  ["a share of a call without a total", { electorate: "bare", quorum: TENTH }, "because it says no `total`"],
  ["a share of a sum with such a part", { electorate: "both", quorum: TENTH }, 'its part "bare" says no `total`'],
  ["a share of square roots", { quorum: TENTH, root: true }, "with `root` each wallet weighs its square root"],
  ["roots of nodes that weigh none", { electorate: "nodes", quorum: ONE, root: true }, "root: needs nodes that weigh"],
  [
    "delegation in a house of such a role",
    { counting: "two-house", houses: { holders, crew: { ...crew, delegation: override } } },
    "houses.crew.delegation: cannot be",
  ],
  [
    "houses with one electorate",
    { electorate: "holders", counting: "two-house", houses: { holders, crew } },
    "electorate: decides nothing",
  ],
  ["another counting than what it extends", { extends: "dimo", counting: "ranked" }, "counting: must be for-against"],
  ["a number as a share", { quorum: { kind: "share", share: 4 } }, "quorum.share: must be text, in quotes"],
  ["a quorum left out", {}, "quorum: is missing"],
  ["a quorum of no known kind", { quorum: { kind: "part" } }, "quorum.kind: must be one of share, absolute"],
  ["a word for true", { quorum: ONE, early: "yes" }, "early: must be true"],
])("error: %s is said by its key", (_what, pack, said) => {
  expect(problems(pack)).toEqual([expect.stringContaining(said)]);
});

test.each([
  ["what a house alone knows", { counting: "two-house", houses: { holders, crew } }],
  ["absolute weights of what nobody knows", { ...crew, electorate: "bare", root: true }],
  [
    "a share of a pack's own that every level replaces",
    { electorate: "crew", quorum: TENTH, levels: { L1: { quorum: { ...ONE, counts: ["cast"] } } } },
  ],
])("boundary: rules may ask for %s", (_what, pack) => {
  expect(problems(pack)).toEqual([]);
});
