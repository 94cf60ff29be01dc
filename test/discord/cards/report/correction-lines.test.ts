import { expect, test } from "vitest";
import { correctionLines } from "../../../../src/discord/cards/report/correction-lines.ts";
import { statementCsv } from "../../../../src/reports/tables/statement-csv.ts";
import { exampleStatement } from "../../../support/statements.ts";

const corrections = [
  { at: 100, changes: ["Income: $1.00 → $2.00", "**Nodes** [x](http://evil): 1 A → 2 A"] },
  { at: 200, changes: ["Income: $2.00 → $3.00", "Vault: 1 B → 2 B"] },
];

test("default: a statement that was not corrected says nothing of it", () => {
  expect(correctionLines({})).toEqual([]);
  expect(statementCsv(exampleStatement())).not.toContain("correction");
});

test("behavior: the newest changes are said first, three at most, and the files have all", () => {
  const lines = correctionLines({ corrections }).map((line) => line.replaceAll("\\", ""));
  expect(lines).toEqual([
    "**Corrected <t:200:f>**",
    "- Income: $2.00 → $3.00",
    "- Vault: 1 B → 2 B",
    "- Income: $1.00 → $2.00",
    "- and 1 more, in the files of the thread",
  ]);
  const rows = statementCsv({ ...exampleStatement(), corrections }).split("\r\n");
  expect(rows.filter((row) => row.startsWith("correction"))).toHaveLength(4);
});

test("boundary: what others called a source does not format the card", () => {
  const [first] = corrections;
  const [, , line] = correctionLines({ corrections: [{ at: 1, changes: first?.changes ?? [] }] });
  expect(line).not.toMatch(/(?<!\\)\*\*|(?<!\\)\[x/);
});
