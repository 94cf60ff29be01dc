import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Statement } from "../../src/core/treasury/statement.ts";
import { statementCsv } from "../../src/reports/tables/statement-csv.ts";
import { statementJson } from "../../src/reports/tables/statement-json.ts";
import { ledgerStatement } from "../support/ledgers.ts";

const page = readFileSync("docs/report.md", "utf8");
const folder = mkdtempSync(join(tmpdir(), "steward-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the page's own check says of a file. */
function check(text: string) {
  const [script, file] = [join(folder, "check-report.mjs"), join(folder, "report.json")];
  writeFileSync(script, /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? "");
  writeFileSync(file, text);
  const { status, stdout } = spawnSync(process.execPath, [script, file], { encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n") };
}

const of = (statement: Statement) => check(statementJson(statement).text);

test("default: the page's check holds for a report's file", () => {
  const { status, lines } = of(ledgerStatement());
  expect(status).toBe(0);
  expect(lines).toHaveLength(1 + 5 + 1 + 8);
  expect(lines.every((line) => line.startsWith("holds: "))).toBe(true);
});

test("behavior: it finds a file that was changed, units that are missing, and a step that is not its entries", () => {
  const statement = ledgerStatement();
  const [first, ...others] = statement.entries ?? [];
  if (first === undefined || statement.waterfall === undefined) throw new Error("the example has a ledger");
  expect(check(statementJson(statement).text.replace('"complete":true', '"complete":false')).lines[0]).toBe(
    "DOES NOT HOLD: the hash",
  );
  const fails = (changed: Statement) => of(changed).lines.filter((line) => line.startsWith("DOES"));
  expect(fails({ ...statement, entries: [{ ...first, units: first.units + 1n }, ...others] })).toEqual([
    "DOES NOT HOLD: the units of Reserve Vault tUSD",
  ]);
  const waterfall = { ...statement.waterfall, paidOut: statement.waterfall.paidOut - 1n };
  expect(fails({ ...statement, waterfall })).toEqual(["DOES NOT HOLD: the value", "DOES NOT HOLD: the step paidOut"]);
});

test("default: the page names every field of the file, and every column of the table", () => {
  for (const field of Object.keys(ledgerStatement())) expect(page).toContain(`\`${field}\``);
  for (const column of (statementCsv(ledgerStatement()).split("\r\n")[0] ?? "").split(","))
    expect(page).toContain(`\`${column}\``);
});
