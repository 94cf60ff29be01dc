import { expect, test } from "vitest";
import type { Contest } from "../../../../src/core/governance/decision.ts";
import { completePack } from "../../../../src/core/governance/pack/complete-pack.ts";
import { explainPack } from "../../../../src/core/governance/pack/explain-pack.ts";
import { parsePack } from "../../../../src/core/governance/pack/parse-pack.ts";
import { decideBallots } from "../../../support/contest.ts";

const choices = ["Oak", "Pine", "Elm"];
const rules = (counting: string, weight: number) =>
  parsePack(completePack({ title: "T", counting, quorum: { kind: "absolute", weight } })) as Contest["pack"];

test.each([
  ["single-choice", 1],
  ["approval", [1]],
  ["ranked", [1]],
  ["condorcet", [1]],
] as const)("behavior: below its quorum no sentence says that somebody has won a %s vote", (counting, choice) => {
  const below = decideBallots(rules(counting, 5), choices, [{ choice }]);
  expect(below.outcome).toBe("no-quorum");
  expect(below.reasons.join(" ")).not.toContain("won");
  expect(decideBallots(rules(counting, 1), choices, [{ choice }]).reasons.at(-1)).toBe("Pine has won.");
});

test("behavior: the rules of a runoff say who leaves where no round tells two apart", () => {
  const ballots = [{ choice: [0] }, { choice: [1] }, { choice: [2] }, { choice: [2] }];
  const { rounds } = decideBallots(rules("ranked", 0), choices, ballots);
  expect(rounds?.[0]?.removed).toEqual([0]);
  expect(explainPack(rules("ranked", 0)).join(" ")).toContain("where none does, the one listed first");
});
