import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inflation } from "../../src/config/inflation.ts";
import { readInflation } from "../../src/setup/read-inflation.ts";
import { testConfig } from "../support/test-config.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-inflation-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(settings: NonNullable<Parameters<typeof testConfig>[0]>["inflation"], text?: string) {
  if (text !== undefined) writeFileSync(join(folder, "cpi.json"), text);
  const config = testConfig({ inflation: settings });
  return { problems: readInflation(config, join(folder, "steward.config.json")), series: config.inflation?.series };
}

test("default: months of the config and of its file are one series", () => {
  const found = read({ series: { "2025-11": 324.122 }, file: "cpi.json", base: "2025-09" }, '{"2025-09": 324.8}');
  expect(found).toEqual({ problems: [], series: { "2025-09": 324.8, "2025-11": 324.122 } });
});

test("error: what is wrong with the file is named, and its values are not", () => {
  expect(read({ file: "cpi.json" }).problems).toEqual([{ where: "inflation.file", what: "cannot be read (ENOENT)" }]);
  expect(read({ file: "cpi.json" }, "{").problems).toEqual([{ where: "inflation.file", what: "is not valid JSON" }]);
  const wrong = read({ file: "cpi.json" }, '{"2025-09": 324.8, "2025-10": 0, "2025-13": 1}').problems;
  expect(wrong.map(({ where }) => where).sort()).toEqual(["inflation.file.2025-10", "inflation.file.2025-13"]);
  const twice = read({ series: { "2025-09": 1 }, file: "cpi.json" }, '{"2025-09": 1, "2025-08": 1}').problems;
  expect(twice.map(({ what }) => what)).toEqual(["names 2025-09, which stands under `series` as well"]);
});

test("error: one month is no series, the base must be in it, and other keys or months are refused", () => {
  expect(read({ series: { "2025-09": 1 } }).problems.map(({ where }) => where)).toEqual(["inflation.series"]);
  const base = read({ series: { "2025-08": 1, "2025-09": 1 }, base: "2025-10" });
  expect(base.problems.map(({ what }) => what)).toEqual(["names 2025-10, which is not in the series"]);
  expect(inflation.safeParse({ series: { "2025-9": 1 } }).success).toBe(false);
  expect(inflation.safeParse({ series: { "2025-09": -1 } }).success).toBe(false);
  expect(inflation.safeParse({ cpi: {} }).success).toBe(false);
});
