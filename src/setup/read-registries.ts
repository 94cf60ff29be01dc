import { readFileSync, statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { explain } from "../config/explain.ts";
import type { Problem } from "../config/problem.ts";
import type { Config } from "../config/schema.ts";
import { parseCsv } from "../core/csv.ts";
import { BotError, Refusal } from "../errors.ts";
import { type RegistryEntry, registry } from "../sources/rewards/shared/registry-schema.ts";

const MOST_BYTES = 10 * 1_024 * 1_024;
const LISTS: readonly string[] = ["operators", "shares"];

/** A bad file is one mistake, however many of its lines are wrong; the first ones show which. */
const MOST_PROBLEMS = 20;

/** Reads the registries' files and puts what they say into the config's own lists; names whatever is wrong with them, or with a cost's unit. */
export function readRegistries(config: Config, file: string): Problem[] {
  return Object.entries(config.rewards).flatMap(([name, settings]) => {
    const where = `rewards.${name}.registry`;
    const path = settings["registryFile"];
    const inline = (settings["registry"] ?? []) as RegistryEntry[];
    const read = typeof path === "string" ? readFile(resolve(dirname(file), path), `${where}File`) : NOTHING;
    const entries = [...inline, ...read.entries];
    if (read.entries.length > 0) settings["registry"] = entries;
    return [...read.problems, ...checkEntries(config, entries, where)].slice(0, MOST_PROBLEMS);
  });
}

type Found = { entries: readonly RegistryEntry[]; problems: readonly Problem[] };
const NOTHING: Found = { entries: [], problems: [] };

function readFile(path: string, where: string): Found {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Refusal("is larger than 10 MB");
    const text = readFileSync(path, "utf8");
    const parsed = registry.safeParse(extname(path).toLowerCase() === ".csv" ? fromCsv(text) : JSON.parse(text), {
      error: explain,
    });
    if (parsed.success) return { entries: parsed.data, problems: [] };
    const problems = parsed.error.issues.map(({ path: [index, ...key], message }) => ({
      where: [where, ...(index === undefined ? [] : [`entry ${Number(index) + 1}`]), ...key.map(String)].join("."),
      what: message.replace(/^Invalid (input|option): /, ""),
    }));
    return { entries: [], problems };
  } catch (error) {
    return { entries: [], problems: [{ where, what: whyUnread(error) }] };
  }
}

function whyUnread(error: unknown): string {
  if (error instanceof BotError) return error.message;
  if (error instanceof SyntaxError) return "is not valid JSON";
  return `cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).name})`;
}

/** The first line names the columns; what is empty is not said. */
function fromCsv(text: string): Record<string, unknown>[] {
  const [columns = [], ...rows] = parseCsv(text);
  return rows.map((row) => {
    const cells = columns.map((column, index) => [column.trim(), (row[index] ?? "").trim()] as const);
    const said = cells.filter(([, cell]) => cell !== "");
    return Object.fromEntries(
      said.map(([column, cell]) => [column, LISTS.includes(column) ? list(column, cell) : cell]),
    );
  });
}

/** `0x… ; 0x…`, or `0x… 60 % ; 700… 40 %`. */
function list(column: string, cell: string): unknown {
  const parts = cell.split(";").map((part) => part.trim());
  if (column === "operators") return parts;
  return Object.fromEntries(parts.map((part) => [part.split(/\s+/)[0] ?? "", part.replace(/^\S+\s*/, "")]));
}

/** What no single list can know: that a node is in one of them only, and that a cost is in something that has a name here. */
function checkEntries({ tokens }: Config, entries: readonly RegistryEntry[], where: string): Problem[] {
  const units = new Set(["USD", ...Object.values(tokens).map(({ symbol }) => symbol)]);
  const seen = new Set<string>();
  return entries.flatMap(({ node, cost }) => {
    const problems: string[] = [];
    if (seen.has(node)) problems.push(`names node "${node}" both in the config and in the file`);
    seen.add(node);
    if (cost !== undefined && !units.has(cost.split(" ")[1] ?? ""))
      problems.push(`gives the cost of node "${node}" in what is neither USD nor the symbol of a token here`);
    return problems.map((what) => ({ where, what }));
  });
}
