import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Refusal } from "../src/errors.ts";

/** The one right to write in a data folder. */
export type Lock = { release: () => void };

/** A connection nobody refers to is collected, and its lock goes with it. */
const held = new Set<Database.Database>();

/**
 * Takes the data folder for this process, or refuses at once and names whoever has it. The lock is a second, empty database
 * held in exclusive mode: the operating system frees it however the process ends, and the main database stays readable.
 */
export function takeLock(folder: string, now: number): Lock {
  const path = join(folder, "steward.lock");
  const note = `${path}.json`;
  closeSync(openSync(path, "a", 0o600));
  const client = new Database(path, { timeout: 0 });
  try {
    client.pragma("locking_mode = exclusive");
    client.exec("begin exclusive; create table if not exists held (one integer primary key); commit");
  } catch (error) {
    client.close();
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
    throw new Refusal(`Steward already runs on ${folder}: ${readNote(note)}.`, {
      hint: "Stop it first, or give this one another STEWARD_DATA.",
    });
  }
  writeFileSync(note, `${JSON.stringify({ pid: process.pid, host: hostname(), since: now })}\n`, { mode: 0o600 });
  held.add(client);
  return { release: () => release(client) };
}

function release(client: Database.Database): void {
  held.delete(client);
  client.close();
}

/** The holder wrote it after it got the lock; until then, or should it be gone, nobody can be named. */
function readNote(path: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(path, "utf8")) as { pid: number; host: string; since: number };
    return `process ${pid} on ${host}, since ${new Date(since * 1000).toISOString()}`;
  } catch {
    return "another process, which has only just started";
  }
}
