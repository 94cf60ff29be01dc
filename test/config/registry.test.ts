import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseCsv } from "../../src/core/csv.ts";
import { readRegistries } from "../../src/setup/read-registries.ts";
import { registry } from "../../src/sources/rewards/shared/registry-schema.ts";
import { booksConfig, OTHER, OWNER } from "../support/books.ts";
import { ids } from "../support/test-config.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-registry-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function readFile(name: string, text: string, inline?: unknown) {
  writeFileSync(join(folder, name), text);
  const config = booksConfig();
  Object.assign(config.rewards["nodes"] ?? {}, {
    registryFile: name,
    ...(inline !== undefined && { registry: inline }),
  });
  const problems = readRegistries(config, join(folder, "steward.config.json"));
  return { problems, entries: config.rewards["nodes"]?.["registry"] };
}

const lower = OWNER.toLowerCase();

test("default: a CSV and a JSON file say the same", () => {
  const csv = [
    "node,owner,operators,region,since,cost,shares",
    `1,${lower},${OTHER}; ${OWNER},"eu, west",2025-03-01,"1,200.50 USD",${ids.ada} 60 %; ${OTHER} 12.5 %`,
    `2,,,,,,`,
  ].join("\r\n");
  const json = JSON.stringify([
    {
      ...{ node: "1", owner: lower, operators: [OTHER, OWNER], region: "eu, west", since: "2025-03-01T00:00:00Z" },
      ...{ cost: "1,200.50 USD", shares: { [ids.ada]: "60 %", [OTHER]: "12.5 %" } },
    },
    { node: "2" },
  ]);
  const read = readFile("nodes.csv", csv);
  expect(read.problems).toEqual([]);
  expect(read.entries).toEqual(readFile("nodes.json", json).entries);
  expect(read.entries).toMatchObject([
    { owner: OWNER, since: 1_740_787_200, shares: { [ids.ada]: 600_000n } },
    { node: "2" },
  ]);
});

test.each([
  ["shares beyond the whole", `node,shares\n1,${ids.ada} 60 %; ${OTHER} 40.01 %`, "entry 1.shares", "at most 100 %"],
  ["a part that names nobody", "node,shares\n1,ada 60 %", "entry 1.shares", "by a wallet or a Discord id"],
  ["a node that is there twice", "node\n1\n1", "entry 2.node", "is there twice"],
  ["an owner that is none", "node,owner\n1,0x12", "entry 1.owner", "must be an address"],
  ["a column nobody knows", "node,colour\n1,red", "entry 1", "nrecognized key"],
  ["a cost without a unit", "node,cost\n1,1200", "entry 1.cost", "such as"],
  ["a cost in what has no name here", "node,cost\n1,12 DOGE", "registry", 'cost of node "1"'],
  ["a day that is none", "node,since\n1,2025-02-30", "entry 1.since", "must be a day"],
  ["a quote that is never closed", 'node,region\n1,"eu', "registryFile", "quote in the middle of line 2"],
])("error: %s is refused by name", (_, csv, where, what) => {
  const { problems } = readFile("nodes.csv", csv);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.where).toContain(where);
  expect(problems[0]?.what).toContain(what);
});

test("error: a file that is missing, too large or no JSON is refused by name", () => {
  const config = booksConfig();
  Object.assign(config.rewards["nodes"] ?? {}, { registryFile: "none.csv" });
  expect(readRegistries(config, join(folder, "x.json"))).toEqual([
    { where: "rewards.nodes.registryFile", what: "cannot be read (ENOENT)" },
  ]);
  expect(readFile("large.csv", "x".repeat(10 * 1_024 * 1_024 + 1)).problems[0]?.what).toBe("is larger than 10 MB");
  expect(readFile("nodes.json", "{").problems[0]?.what).toBe("is not valid JSON");
});

test("error: one wallet in two spellings is not two, and a node in both lists is refused", () => {
  const mixed = "0xcA11bde05977b3631167028862bE2a173976CA11";
  const twice = registry.safeParse([{ node: "1", shares: { [mixed]: "10 %", [mixed.toLowerCase()]: "10 %" } }]);
  expect(twice.error?.issues[0]?.message).toBe("must name each wallet once");
  const { problems } = readFile("nodes.csv", "node\n1", [{ node: "1" }]);
  expect(problems[0]?.what).toContain("both in the config and in the file");
});

test("law: a table is read as it was written", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "ü") });
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.constantFrom("\n", "\r\n"), (table, end) => {
      const text = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join(end);
      expect(parseCsv(text)).toEqual(table.filter((row) => row.some((one) => one !== "")));
    }),
  );
});
