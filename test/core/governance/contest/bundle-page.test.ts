import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { recount } from "../../../../src/core/governance/contest/recount.ts";
import { rulePackSchema } from "../../../../src/core/governance/pack/schema.ts";
import { packs } from "../../../../src/core/governance/packs/index.ts";
import { countings } from "../../../../src/core/governance/rule-pack.ts";

const page = readFileSync(new URL("../../../../docs/bundle.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/^### (.+)$[\s\S]*?```json\n([\s\S]*?)```/gm)].map(([, title = "", json = ""]) => ({
  title,
  contest: JSON.parse(json) as Record<string, unknown>,
}));

test.each(examples)("default: the page's example counts as it says: $title", ({ contest }) => {
  const { decision, refused } = recount(contest);
  expect(refused).toEqual([]);
  expect(decision.outcome).toBe(contest["expected"]);
});

test("default: the page has an example of every way to count", () => {
  const shown = examples.map(({ contest }) => {
    const { pack } = contest as { pack: string | { counting?: string; extends?: string } };
    const name = typeof pack === "string" ? pack : pack.extends;
    return name === undefined ? (pack as { counting: string }).counting : packs[name]?.counting;
  });
  expect([...new Set(shown)].sort()).toEqual([...countings].sort());
  expect(page.match(/```json/g)?.length).toBe(examples.length + 1);
});

test("default: the first example, and names of packs and keys, are as the page says", () => {
  const first = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "") as { expected: string };
  expect(recount(first).decision.outcome).toBe(first.expected);
  for (const name of Object.keys(packs)) expect(page).toContain(`\`${name}\``);
  const keys = (rulePackSchema as unknown as { options: { shape: object }[] }).options.flatMap(({ shape }) =>
    Object.keys(shape),
  );
  expect(keys.length).toBeGreaterThan(80);
  for (const key of keys) expect(page, key).toContain(`\`${key}\``);
});
