import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { explain } from "../config/explain.ts";
import { type InflationConfig, priceIndex } from "../config/inflation.ts";
import type { Problem } from "../config/problem.ts";
import type { Config } from "../config/schema.ts";

/** A century of months is some kilobytes. */
const MOST_BYTES = 1_024 * 1_024;

/** Reads the file of consumer prices, where there is one, into the config's own series; names whatever is wrong with it, with both, or with the base. */
export function readInflation({ inflation }: Config, file: string): Problem[] {
  if (inflation === undefined) return [];
  const problems = inflation.file === undefined ? [] : readFile(inflation, resolve(dirname(file), inflation.file));
  const { base, series } = inflation;
  if (problems.length > 0) return problems;
  if (Object.keys(series).length < 2) problems.push({ where: "inflation.series", what: "needs two months at least" });
  if (base !== undefined && series[base] === undefined)
    problems.push({ where: "inflation.base", what: `names ${base}, which is not in the series` });
  return problems;
}

function readFile(inflation: InflationConfig, path: string): Problem[] {
  const where = "inflation.file";
  try {
    if (statSync(path).size > MOST_BYTES) return [{ where, what: "is larger than 1 MB" }];
    const parsed = priceIndex.safeParse(JSON.parse(readFileSync(path, "utf8")), { error: explain });
    if (!parsed.success)
      return parsed.error.issues.map((issue) => ({
        where: [where, ...issue.path.map(String)].join("."),
        what: issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message,
      }));
    const twice = Object.keys(parsed.data).filter((month) => inflation.series[month] !== undefined);
    inflation.series = { ...inflation.series, ...parsed.data };
    return twice.map((month) => ({ where, what: `names ${month}, which stands under \`series\` as well` }));
  } catch (error) {
    return [{ where, what: error instanceof SyntaxError ? "is not valid JSON" : `cannot be read (${codeOf(error)})` }];
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).name;
}
