import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backUp, restore } from "../../db/backup.ts";
import { type Db, openDb } from "../../db/open.ts";
import { subscriber } from "../../db/schema.ts";

let folder: string;
let path: string;
let db: Db;
const sound = () => [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-backup-"));
  path = join(folder, "steward.db");
  db = openDb(path);
});

afterEach(() => {
  db.$client.close();
  rmSync(folder, { recursive: true });
});

function subscribe(member: number): void {
  db.insert(subscriber)
    .values({ member: `${member}`, since: member })
    .run();
}

function members(file: string): string[] {
  const opened = openDb(file);
  try {
    return opened
      .select()
      .from(subscriber)
      .all()
      .map((row) => row.member);
  } finally {
    opened.$client.close();
  }
}

test("default: a copy taken while the database is in use holds what was committed, in one private file", async () => {
  subscribe(1);
  const copy = join(folder, "copies", "one.db");
  const made = await backUp(path, copy, sound);
  subscribe(2);
  expect(made.counts).toMatchObject({ proposal: 0, ballot: 0 });
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(existsSync(`${copy}-wal`) || existsSync(`${copy}.part`)).toBe(false);
  expect(members(copy)).toEqual(["1"]);
});

test("behavior: a restore puts the copy in place and keeps what was there, its newest commit included", async () => {
  subscribe(1);
  const copy = join(folder, "one.db");
  await backUp(path, copy, sound);
  subscribe(2);
  db.$client.close();
  const { kept } = restore(copy, path, 1_700_000_000, sound);
  expect(members(path)).toEqual(["1"]);
  expect(members(kept ?? "")).toEqual(["1", "2"]);
  db = openDb(path);
});

test("error: a copy that does not stand the check is never given its name", async () => {
  const copy = join(folder, "one.db");
  await expect(backUp(path, copy, () => ["the history is broken at 7"])).rejects.toThrow("The copy is not sound.");
  expect(existsSync(copy)).toBe(false);
});

test("error: neither a damaged file nor another database replaces anything", async () => {
  subscribe(1);
  const copy = join(folder, "one.db");
  await backUp(path, copy, sound);
  const bytes = readFileSync(copy);
  writeFileSync(copy, bytes.fill(0x5a, 4096, 40_960));
  db.$client.close();
  expect(() => restore(copy, path, 1, sound)).toThrow(/sound/);
  writeFileSync(copy, "not a database at all, only a sentence in a file");
  expect(() => restore(copy, path, 1, sound)).toThrow(/sound|not a database/);
  expect(members(path)).toEqual(["1"]);
  db = openDb(path);
});

test("error: a backup replaces no file, and needs a database", async () => {
  const copy = join(folder, "one.db");
  writeFileSync(copy, "mine");
  await expect(backUp(path, copy, sound)).rejects.toThrow("exists already");
  await expect(backUp(join(folder, "none.db"), join(folder, "two.db"), sound)).rejects.toThrow("There is no database");
});
