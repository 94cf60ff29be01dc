import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { Halt, Refusal } from "../src/errors.ts";
import * as schema from "./schema.ts";

/** The database, as every part of the house is handed it: one connection, synchronous, durable on commit. */
export type Db = BetterSQLite3Database<typeof schema> & { $client: Database.Database };

const ownMigrations = fileURLToPath(new URL("./migrations", import.meta.url));

/** Below this, two connections that checkpoint at once can corrupt the file. */
const oldestSqlite = [3, 51, 3];

const pragmas: readonly (readonly [name: string, set: string, reads: string | number])[] = [
  ["journal_mode", "wal", "wal"],
  ["synchronous", "full", 2],
  ["busy_timeout", "5000", 5000],
  ["trusted_schema", "off", 0],
  ["cell_size_check", "on", 1],
  // Without this a REPLACE deletes rows past the triggers that forbid it.
  ["recursive_triggers", "on", 1],
];

/** Opens the database at a path, made where it is missing, brought to this schema with a copy kept of what was there before. */
export function openDb(path: string, migrationsFolder: string = ownMigrations): Db {
  // Created here, so that nobody else on the machine may read it; WAL files inherit the mode.
  closeSync(openSync(path, "a", 0o600));
  const client = new Database(path);
  try {
    assertVersion(client);
    assertSound(client);
    for (const [name, set, reads] of pragmas) assertPragma(client, name, set, reads);
    addFunctions(client);
    const db = drizzle({ client, schema });
    bringUpToDate(db, path, migrationsFolder);
    assertPragma(client, "foreign_keys", "on", 1);
    return db;
  } catch (error) {
    client.close();
    throw error;
  }
}

/** Opens a database for reading only, also while Steward writes to it; Refusal where there is none. */
export function openForReading(path: string): Db {
  if (!existsSync(path))
    throw new Refusal(`There is no database at ${path}.`, { hint: "STEWARD_DATA names its folder." });
  const client = new Database(path, { readonly: true, fileMustExist: true });
  addFunctions(client);
  return drizzle({ client, schema });
}

/** What SQL can do here beyond SQLite: `big_sum` adds integers of any size that are kept as text. */
function addFunctions(client: Database.Database): void {
  client.aggregate<bigint>("big_sum", {
    start: 0n,
    // As many arguments as the function has in SQL.
    step: (sum: bigint, amount: unknown) => sum + BigInt(String(amount)),
    result: (sum) => sum.toString(),
  });
}

function assertVersion(client: Database.Database): void {
  const version = String(client.prepare("select sqlite_version()").pluck().get());
  const parts = version.split(".").map(Number);
  const differing = oldestSqlite.findIndex((part, index) => parts[index] !== part);
  if (differing >= 0 && (parts[differing] ?? 0) < (oldestSqlite[differing] ?? 0)) {
    throw new Halt(`SQLite ${version} is too old: ${oldestSqlite.join(".")} or newer is needed.`);
  }
}

/** Going on with a damaged file would damage more of it, and say wrong numbers meanwhile. */
function assertSound(client: Database.Database): void {
  const found = client.pragma("quick_check(1)", { simple: true });
  if (found === "ok") return;
  throw new Halt("The database is damaged. Nothing was changed.", {
    hint: "Put the data folder aside as it is, and bring a backup back: npx steward restore <file>.",
  });
}

function assertPragma(client: Database.Database, name: string, set: string, reads: string | number): void {
  client.pragma(`${name} = ${set}`);
  const found = client.pragma(name, { simple: true });
  if (found !== reads) throw new Halt(`The database does not keep ${name}=${set}: it says ${String(found)}.`);
}

function bringUpToDate(db: Db, path: string, migrationsFolder: string): void {
  const known = readMigrationFiles({ migrationsFolder });
  const applied = appliedMigrations(db.$client);
  const newest = applied.at(-1);
  if (newest !== undefined && newest > (known.at(-1)?.folderMillis ?? 0)) {
    throw new Halt("This database was written by a newer Steward.", {
      hint: "Start the newer version again, or restore the copy it made before it changed the database.",
    });
  }
  if (applied.length === known.length) return;
  if (applied.length > 0) keepCopy(db.$client, `${path}.before-${known.length}`);
  // Rebuilding a table drops the old one, which would cascade; inside the migration's transaction this cannot be switched.
  db.$client.pragma("foreign_keys = off");
  migrate(db, { migrationsFolder });
  const dangling = db.$client.pragma("foreign_key_check") as unknown[];
  if (dangling.length > 0) {
    throw new Halt(`${dangling.length} rows refer to rows that are not there.`, {
      hint: "Restore the copy that was made before the database was changed.",
    });
  }
}

function appliedMigrations(client: Database.Database): number[] {
  const table = client.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get();
  if (table === undefined) return [];
  const times = client.prepare("select created_at from __drizzle_migrations order by created_at").pluck().all();
  return times.map(Number);
}

/** Copies what is in the database to a file, in place only once it is whole and on the disk. */
function keepCopy(client: Database.Database, to: string): void {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  client.prepare("vacuum into ?").run(part);
  const file = openSync(part, "r+");
  fsyncSync(file);
  closeSync(file);
  renameSync(part, to);
  if (!existsSync(to) || statSync(to).size === 0) throw new Halt(`The copy at ${to} could not be written.`);
}

/** Takes no argument where the act is synchronous, and one that cannot be given where it returns a promise. */
type Synchronous<T> = [T] extends [never] ? [] : [T] extends [PromiseLike<unknown>] ? [never] : [];

/**
 * Runs check-and-write as one transaction that takes the write lock at once; nested calls join the outer one.
 * The act must not be async: what follows its first `await` would run outside the transaction.
 */
export function immediate<T>(db: Db, act: () => T, ..._guard: Synchronous<T>): T {
  if (act.constructor.name === "AsyncFunction") throw new Halt("A transaction was given an async function.");
  return db.$client.transaction(act).immediate();
}
