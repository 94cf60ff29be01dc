import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hardenMigration } from "./harden-migration.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const migrations = `${root}db/migrations/`;

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
  writeFileSync(path, hardenMigration(readFileSync(path, "utf8")));
  console.log(`${file}: STRICT tables and append-only triggers added.`);
}

function sqlFiles(): string[] {
  try {
    return readdirSync(migrations).filter((name) => name.endsWith(".sql"));
  } catch {
    return [];
  }
}
