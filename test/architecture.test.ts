import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findViolations, type Rule, readImports, type SourceFile } from "./support/architecture.ts";

const CORE = ["src/core", "src/errors.ts"];
const CHAIN = [...CORE, "src/chain"];

/** Who may import whom. A part that is not listed may not exist; node's own modules are free but for the core. */
const RULES: Record<string, Rule> = {
  "src/core": { parts: ["src/errors.ts"], packages: ["viem", "zod", "temporal-polyfill"] },
  "src/errors.ts": {},
  "src/config": { parts: CORE, packages: ["zod", "viem", "node-cron"] },
  "src/log.ts": { parts: ["src/scrub.ts"], packages: ["pino"] },
  "src/scrub.ts": { parts: ["src/errors.ts"] },
  "src/telemetry.ts": {},
  "src/clock.ts": {},
  "src/heap.ts": {},
  "src/light-start.ts": { parts: ["src/heap.ts"] },
  "src/signer.ts": {},
  "src/app.ts": { types: ["db", "src/chain", "src/config", "src/log.ts"] },
  "src/scheduler": { parts: [...CORE, "db"], types: ["src/app.ts", "src/log.ts"], packages: ["node-cron"] },
  db: { parts: CORE, packages: ["drizzle-orm", "better-sqlite3", "viem"] },
  "src/chain": { parts: CORE, types: ["src/config", "src/log.ts"], packages: ["viem"] },
  "src/sources": { parts: [...CHAIN, "src/config"], packages: ["viem", "zod"] },
  "src/parameters": { parts: [...CHAIN, "src/config"], packages: ["viem"] },
  "src/executors": { parts: [...CHAIN, "src/config"], packages: ["viem", "zod"] },
  "src/reports": { parts: CORE, packages: ["d3-scale", "d3-shape", "@resvg/resvg-js", "csv-stringify"] },
  "src/actions": {
    parts: [...CHAIN, "db", "src/heap.ts", "src/sources", "src/parameters", "src/executors"],
    types: ["src/app.ts", "src/config"],
    packages: ["viem"],
  },
  "src/discord": {
    parts: [...CORE, "src/reports", "src/actions", "src/telemetry.ts"],
    types: ["src/app.ts", "src/config", "src/log.ts"],
    packages: ["discord.js"],
  },
  "src/web": {
    parts: [...CORE, "src/actions", "src/telemetry.ts", "db"],
    types: ["src/app.ts", "src/clock.ts", "src/log.ts", "src/scheduler"],
    packages: ["prom-client"],
  },
  commands: { parts: [...CORE, "src/actions", "src/discord", "db"], types: ["src/app.ts"] },
  jobs: { parts: [...CORE, "src/actions", "db"], types: ["src/app.ts", "src/scheduler"] },
  "src/setup": { parts: [...CHAIN, "src/config", "src/sources", "src/executors", "src/parameters"] },
  "src/main.ts": { parts: ["src/cli"] },
  "src/steward.ts": { parts: ["*"] },
  // All of Steward; the sandbox only as a process.
  "src/cli": {
    parts: [
      ...CHAIN,
      "db",
      "jobs",
      "src/actions",
      "src/clock.ts",
      "src/config",
      "src/discord",
      "src/executors",
      "src/light-start.ts",
      "src/log.ts",
      "src/steward.ts",
      "src/parameters",
      "src/reports",
      "src/scrub.ts",
      "src/setup",
      "src/sources",
    ],
    types: ["src/app.ts"],
    packages: ["better-sqlite3", "discord.js", "viem"],
  },
  sandbox: { packages: ["discord-api-spec", "discord-api-types", "preact", "htm", "playwright-core", "viem", "ws"] },
  contracts: { packages: ["solc"] },
  scripts: { parts: ["db", "jobs", "src/config", "src/core", "src/setup"], packages: ["viem"] },
  bench: { parts: ["*"], packages: ["*"] },
  test: { parts: ["*"], packages: ["*"] },
  "drizzle.config.ts": { packages: ["drizzle-kit"] },
  "vitest.config.ts": { packages: ["vitest"] },
  "steward.config.example.ts": { parts: ["src/config"] },
};

const root = fileURLToPath(new URL("..", import.meta.url));
const SKIPPED = new Set(["node_modules", ".git", "data", "build", "coverage", ".sandbox"]);
// The page runs in a browser, under rules of its own.
const PAGE = "sandbox/discord/page/";
const CLIENTS = /\b(createPublicClient|createWalletClient|createTestClient|createClient|http|webSocket|fallback|ipc)\b/;
const CLOCKS = /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|setTimeout|setInterval|process\.)/;
const LONGEST_FILE = 250;
// All that is remembered, on one page: divided, it could no longer be read at once.
const LONG = ["db/schema.ts"];

const tree = list("");
const sources: SourceFile[] = tree
  .filter((path) => path.endsWith(".ts") && !path.startsWith(PAGE))
  .map((path) => ({ path, text: read(path) }));

function list(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    return entry.isDirectory() ? list(`${folder}${entry.name}/`) : [folder + entry.name];
  });
}

function read(path: string): string {
  return readFileSync(root + path, "utf8");
}

test("default: every file belongs to a part, and imports only what its part may", () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap(({ text }) => readImports(text)).length).toBeGreaterThan(600);
  expect(findViolations(sources, RULES)).toEqual([]);
});

test.each([
  ["src/core/tally.ts", 'import { Client } from "discord.js";', "src/core may not import discord.js"],
  ["src/core/tally.ts", 'import type { App } from "../app.ts";', "src/core may not import src/app.ts"],
  ["src/discord/card.ts", 'import { ballot } from "../../db/schema.ts";', "src/discord may not import db"],
  ["src/actions/vote.ts", 'import {\n  say,\n} from "../discord/reply.ts";', "src/actions may not import src/discord"],
  ["src/app.ts", 'import { openDb } from "../db/open.ts";', "src/app.ts may not import db"],
  ["src/cli/start.ts", 'await import("../../sandbox/main.ts");', "src/cli may not import sandbox"],
  ["sandbox/main.ts", 'export { x } from "../src/errors.ts";', "sandbox may not import src/errors.ts"],
  ["commands/vote.ts", 'import "drizzle-orm";', "commands may not import drizzle-orm"],
  ["src/extra/new.ts", "", "belongs to no part of the table"],
])("behavior: a planted violation in %s is found", (path, text, expected) => {
  const found = findViolations([{ path, text }], RULES);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test("behavior: neither a comment nor a permitted type is a violation", () => {
  const text =
    '// import x from "discord.js";\n/* import y from "discord.js" */\nimport type { Db } from "../db/open.ts";';
  expect(findViolations([{ path: "src/app.ts", text }], RULES)).toEqual([]);
});

test("behavior: the core talks to nobody and reads no clock", () => {
  const core = sources.filter(({ path }) => path.startsWith("src/core/"));
  expect(core.length).toBeGreaterThan(20);
  const clients = core.filter(({ text }) =>
    readImports(text).some(({ specifier, names }) => specifier === "viem" && CLIENTS.test(names)),
  );
  expect(clients.map(({ path }) => path)).toEqual([]);
  expect(core.filter(({ text }) => CLOCKS.test(text)).map(({ path }) => path)).toEqual([]);
  expect(CLOCKS.test("const now = Date.now();") && CLIENTS.test("{ createPublicClient }")).toBe(true);
});

test("behavior: every file outside the tests fits in the reader's head", () => {
  const code = tree.filter((path) => /\.(ts|mjs|sol)$/.test(path) && !path.startsWith("test/") && !LONG.includes(path));
  const long = code.filter((path) => read(path).split("\n").length - 1 > LONGEST_FILE);
  expect(long).toEqual([]);
});

test("behavior: the tree names no registry, and no lock file a download address", () => {
  const host = new RegExp(["registry", "(npmjs|yarnpkg)"].join("\\."));
  const texts = tree.filter((path) => !/\.(png|ttf|db|gz|woff2?)$/.test(path));
  expect(texts.filter((path) => host.test(read(path)))).toEqual([]);
  for (const file of ["package-lock.json", "bench/peers/package-lock.json"]) {
    const lock = JSON.parse(read(file)) as { packages: Record<string, { resolved?: string }> };
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
    expect(Object.keys(lock.packages).length).toBeGreaterThan(50);
  }
});
