import { existsSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { core } from "zod";
import { explain } from "./explain.ts";
import type { Problem } from "./problem.ts";
import { salvage } from "./salvage.ts";
import { type Config, configSchema, type Kinds } from "./schema.ts";

const NAMES = ["steward.config.ts", "steward.config.js", "steward.config.json"];

/** The config file meant: the one named, else the first of the usual names in the folder. */
export function findConfigFile(named: string | undefined, folder: string): string | undefined {
  if (named !== undefined) return resolve(folder, named);
  return NAMES.map((name) => resolve(folder, name)).find((path) => existsSync(path));
}

/** Reads a config file as it stands: JSON, or the default export of a module. */
export async function readConfigFile(path: string): Promise<{ input: unknown; problems: Problem[] }> {
  try {
    if (extname(path) === ".json") return { input: JSON.parse(readFileSync(path, "utf8")), problems: [] };
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (module.default !== undefined) return { input: module.default, problems: [] };
    return {
      input: undefined,
      problems: [{ where: path, what: "must have a default export: `export default { … }`" }],
    };
  } catch (error) {
    return { input: undefined, problems: [{ where: path, what: whyUnreadable(error) }] };
  }
}

/** Checks a config against the schema and completes it with defaults; names every key that is wrong. */
export function parseConfig(input: unknown, kinds: Kinds): ParsedConfig {
  const schema = configSchema(kinds);
  const parsed = schema.safeParse(input, { error: explain });
  if (parsed.success) return { config: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap(toProblems);
  const saved = salvage(input, parsed.error.issues);
  const rest = schema.safeParse(saved?.input);
  return {
    config: undefined,
    problems,
    ...(saved && rest.success && { rest: { config: rest.data, left: saved.left } }),
  };
}

/** A config; or what is wrong with its shape, and the rest of it where that can stand by itself. */
export type ParsedConfig = {
  config: Config | undefined;
  problems: Problem[];
  rest?: { config: Config; left: ReadonlySet<string> };
};

function toProblems(issue: core.$ZodIssue): Problem[] {
  const where = issue.path.map(String).join(".") || "config";
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      where: [...issue.path.map(String), key].join("."),
      what: "is not a key of the config: look for a typing error",
    }));
  }
  if (issue.code === "invalid_key") return [{ where, what: issue.issues[0]?.message ?? "is not a valid name" }];
  return [{ where, what: issue.message.replace(/^Invalid (input|option): /, "") }];
}

function whyUnreadable(error: unknown): string {
  if (error instanceof SyntaxError) return `is not valid: ${error.message.replace(/"[^"]*"|'[^']*'/g, "…")}`;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ERR_MODULE_NOT_FOUND") return "cannot be found, or imports something that cannot";
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
    return "uses TypeScript that needs compiling (enum, namespace): use plain objects";
  return `cannot be read (${code ?? (error as Error).name})`;
}
