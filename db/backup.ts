import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { Refusal } from "../src/errors.ts";

/** Looks into a database that is open for reading and says what is wrong with it. */
export type Check = (client: Database.Database) => readonly string[];

/** What a copy holds, counted in the copy itself. */
export type Backup = { path: string; bytes: number; counts: Record<string, number> };

const COUNTED = ["proposal", "ballot", "event", "reward", "report"] as const;

/**
 * Copies a database, which may be in use, to a file, then opens the copy and checks it. The file appears under its name
 * only when it is whole, sound and on the disk; throws Refusal otherwise.
 */
export async function backUp(from: string, to: string, check: Check): Promise<Backup> {
  if (!existsSync(from))
    throw new Refusal(`There is no database at ${from}.`, { hint: "STEWARD_DATA names its folder." });
  if (existsSync(to))
    throw new Refusal(`${to} exists already.`, { hint: "Name another file; a backup replaces nothing." });
  mkdirSync(dirname(to), { recursive: true });
  const part = `${to}.part`;
  rmSync(part, { force: true });
  closeSync(openSync(part, "w", 0o600));
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true });
    try {
      await source.backup(part);
    } finally {
      source.close();
    }
    const counts = examine(part, check);
    settle(part, to);
    return { path: to, bytes: statSync(to).size, counts };
  } finally {
    for (const left of [part, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true });
  }
}

/**
 * Puts a copy in a database's place, after checking it; what stood there is kept beside it under the time given.
 * The caller must hold the folder's lock.
 */
export function restore(
  from: string,
  to: string,
  now: number,
  check: Check,
): { counts: Record<string, number>; kept: string | undefined } {
  if (!existsSync(from)) throw new Refusal(`There is no file ${from}.`);
  const part = `${to}.restoring`;
  rmSync(part, { force: true });
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true });
    try {
      source.prepare("vacuum into ?").run(part);
    } catch (cause) {
      throw new Refusal(`${from} is not a sound database.`, { hint: "Try an older backup.", cause });
    } finally {
      source.close();
    }
    const counts = examine(part, check);
    const kept = existsSync(to) ? keep(to, now) : undefined;
    settle(part, to);
    return { counts, kept };
  } finally {
    for (const left of [part, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true });
  }
}

/** Opens a copy, refuses it unless every page and every fact in it is sound, and counts what is in it. */
function examine(path: string, check: Check): Record<string, number> {
  const client = new Database(path);
  try {
    // A copy is one file: nothing of it may stay behind in a log of its own.
    client.pragma("journal_mode = delete");
    const found = client.pragma("integrity_check", { simple: true });
    const wrong = found === "ok" ? check(client) : [`integrity_check says: ${String(found)}`];
    if (wrong.length > 0)
      throw new Refusal("The copy is not sound.", { hint: "Nothing was replaced.", context: { wrong } });
    return Object.fromEntries(COUNTED.map((table) => [table, rows(client, table)]));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal("The copy is not a database of Steward.", { hint: "Nothing was replaced.", cause });
  } finally {
    client.close();
  }
}

function rows(client: Database.Database, table: (typeof COUNTED)[number]): number {
  return client.prepare(`select count(*) from ${table}`).pluck().get() as number;
}

function keep(path: string, now: number): string {
  const kept = `${path}.replaced-${new Date(now * 1000).toISOString().replaceAll(/[:.]/g, "-")}`;
  renameSync(path, kept);
  // The newest commits may still be in the log beside it: they go with it.
  for (const suffix of ["-wal", "-shm"]) if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
  return kept;
}

/** Gives a finished file its name once its bytes and then its name are on the disk. */
function settle(part: string, to: string): void {
  const file = openSync(part, "r+");
  fsyncSync(file);
  closeSync(file);
  renameSync(part, to);
  const folder = openSync(dirname(to), "r");
  fsyncSync(folder);
  closeSync(folder);
}
