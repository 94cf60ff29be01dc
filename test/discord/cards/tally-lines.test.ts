import { expect, test } from "vitest";
import type { Ballot } from "../../../src/core/governance/ballots/choice.ts";
import { decide } from "../../../src/core/governance/decide.ts";
import { makeElectorate } from "../../../src/core/governance/electorate/make-electorate.ts";
import { countedIn, sayWeight } from "../../../src/core/governance/electorate/say-weight.ts";
import type { Source } from "../../../src/core/governance/electorate/source.ts";
import { completePack } from "../../../src/core/governance/pack/complete-pack.ts";
import { parsePack } from "../../../src/core/governance/pack/parse-pack.ts";
import type { Counting, RulePack } from "../../../src/core/governance/rule-pack.ts";
import { tallyLines } from "../../../src/discord/cards/tally-lines.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

const crew: Source = { kind: "role", roles: ["1"], listed: true };
const held: Source = {
  kind: "balance",
  chain: 1,
  token: "0x1111111111111111111111111111111111111111",
  standard: "erc20",
  symbol: "TIDE",
  decimals: 18,
};
const none = { kind: "absolute", weight: 0 };
const choices = ["Oak", "Pine", "Elm"];

/** A vote between three choices as its card shows it. */
function shown(written: Record<string, unknown>, source: Source, weights: Record<string, bigint>, ballots: Ballot[]) {
  const rulePack = parsePack(completePack({ title: "T", quorum: none, ...written })) as PollPack;
  const rows = Object.entries(weights).map(([voter, weight]) => ({ voter, weight }));
  const electorate = makeElectorate(rows, { root: rulePack.root === true });
  const words = (weight: bigint) => sayWeight(countedIn(source, rulePack), weight);
  const decision = decide({ pack: rulePack, electorate, ballots, choices, words });
  const lines = tallyLines({
    decision,
    rulePack,
    electorate: { name: "e", source, snapshot: undefined, total: undefined },
  });
  return { decision, text: lines.join("\n") };
}

const split = (...parts: [number, bigint][]) => ({
  choices: parts.map(([choice]) => choice),
  parts: parts.map(([, part]) => part),
});

test("behavior: divided votes of members show their exact parts, so that no two equal shares have one winner", () => {
  const ballots = [
    { voter: "a", choice: split([0, 1n], [2, 1n]) },
    { voter: "b", choice: split([1, 1n]) },
  ];
  const { text } = shown({ counting: "weighted" }, crew, { a: 1n, b: 1n }, ballots);
  expect(text).toContain("**Oak** 25 %\n-# 0\\.5 members");
  expect(text).toContain("**Pine** 50 % ✓\n-# 1 member");
  expect(text).toContain("**Elm** 25 %\n-# 0\\.5 members");
});

test("behavior: where wallets weigh their square root, weights are said in roots", () => {
  const rules = { counting: "single-choice", root: true, quorum: { kind: "absolute", weight: "1000000000" } };
  const { text, decision } = shown(rules, held, { a: 900n * 10n ** 18n }, [{ voter: "a", choice: 1 }]);
  expect(text).toContain("**Pine** 100 % ✓\n-# 30 √TIDE");
  expect(text).toContain("-# 30 √TIDE of 1 √TIDE needed");
  expect(decision.reasons[0]).toContain("30 √TIDE of the 1 √TIDE needed");
  expect(sayWeight(countedIn({ ...held, decimals: 21 }, { root: true }), 3n * 10n ** 10n)).toBe("3 √(0.1 TIDE)");
  expect(countedIn(held, {})).toBe(held);
  expect(countedIn(crew, { root: true })).toBe(crew);
});
