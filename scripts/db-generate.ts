import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { triggersOf } from "../db/append-only.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const migrations = `${root}db/migrations/`;
const breakpoint = "\n--> statement-breakpoint\n";

// drizzle-kit loads the schema with its own transformer, which follows neither Node's type stripping nor a bare `node` of another version.
const before = new Set(sqlFiles());
const kit = spawnSync(
  process.execPath,
  [`${root}node_modules/drizzle-kit/bin.cjs`, "generate", ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
  },
);
if (kit.status !== 0) process.exit(kit.status ?? 1);

for (const file of sqlFiles().filter((name) => !before.has(name))) {
  const path = migrations + file;
  writeFileSync(path, harden(readFileSync(path, "utf8")));
  console.log(`${file}: STRICT tables and append-only triggers added.`);
}

function sqlFiles(): string[] {
  try {
    return readdirSync(migrations).filter((name) => name.endsWith(".sql"));
  } catch {
    return [];
  }
}

/** Makes every table STRICT, and ends with the triggers of each table created or rebuilt. */
function harden(sql: string): string {
  const created = [...sql.matchAll(/^CREATE TABLE `(?:__new_)?([a-z_]+)`/gm)].map((match) => match[1] ?? "");
  const strict = sql.trimEnd().replace(/^(CREATE TABLE [\s\S]*?\n\));/gm, "$1 STRICT;");
  const triggers = created.flatMap((table) => Object.values(triggersOf(table)));
  return `${[strict, ...triggers].join(breakpoint)}\n`;
}
