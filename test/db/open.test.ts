import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendOnly, triggersOf } from "../../db/append-only.ts";
import { immediate, openDb } from "../../db/open.ts";
import { subscriber } from "../../db/schema.ts";
import { Halt } from "../../src/errors.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-db-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

test("default: a new database is durable, private and checked", () => {
  const db = openDb(at("new.db"));
  const read = (name: string) => db.$client.pragma(name, { simple: true });
  expect(read("journal_mode")).toBe("wal");
  expect(read("synchronous")).toBe(2);
  expect(read("foreign_keys")).toBe(1);
  expect(read("trusted_schema")).toBe(0);
  expect(read("busy_timeout")).toBe(5000);
  expect(statSync(at("new.db")).mode & 0o777).toBe(0o600);
  db.$client.close();
});

test("law: every table is STRICT and has its triggers", () => {
  const db = openDb(at("new.db"));
  const tables = db.$client
    .prepare(
      "select name, strict from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite%' and name <> '__drizzle_migrations'",
    )
    .all() as { name: string; strict: number }[];
  expect(tables.length).toBeGreaterThan(15);
  expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
  const names = new Set(tables.map((table) => table.name));
  expect(appendOnly.filter((name) => !names.has(name))).toEqual([]);
  const triggers = new Set(db.$client.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all());
  const missing = [...names].flatMap((name) => Object.keys(triggersOf(name))).filter((name) => !triggers.has(name));
  expect(missing).toEqual([]);
  db.$client.close();
});

test("error: a row written once can be neither changed, deleted nor replaced", () => {
  const db = openDb(at("new.db"));
  const run = (sql: string) => () => db.$client.exec(sql);
  run("insert into interaction (id, at) values ('1', 1)")();
  expect(run("update interaction set at = 2")).toThrow("never changed");
  expect(run("delete from interaction")).toThrow("never deleted");
  expect(run("insert or replace into interaction (id, at) values ('1', 2)")).toThrow("never deleted");
  db.$client.close();
});

test("behavior: a wallet link ends once and is otherwise fixed", () => {
  const db = openDb(at("new.db"));
  const run = (sql: string) => () => db.$client.exec(sql);
  run("insert into wallet (address, member, linked_at, message, signature) values ('0xA', 'm', 1, 's', '0x')")();
  expect(run("update wallet set member = 'other'")).toThrow("never changed");
  run("update wallet set unlinked_at = 5")();
  expect(run("update wallet set unlinked_at = null")).toThrow("ends once");
  expect(run("delete from wallet")).toThrow("never deleted");
  db.$client.close();
});

test("error: an async transaction is refused before anything in it runs", () => {
  const db = openDb(at("new.db"));
  let ran = false;
  const act = async () => {
    ran = true;
  };
  // @ts-expect-error an async act does not type-check either
  expect(() => immediate(db, act)).toThrow(Halt);
  expect(ran).toBe(false);
  db.$client.close();
});

test("error: a transaction that returns a promise is rolled back", () => {
  const db = openDb(at("new.db"));
  const act = () => {
    db.insert(subscriber).values({ member: "1", since: 1 }).run();
    return Promise.resolve();
  };
  // @ts-expect-error a promise does not type-check either
  expect(() => immediate(db, act)).toThrow();
  expect(db.select().from(subscriber).all()).toEqual([]);
  db.$client.close();
});

test("behavior: an inner transaction that throws undoes itself only when the outer one lets it", () => {
  const db = openDb(at("new.db"));
  const add = (member: string) => db.insert(subscriber).values({ member, since: 1 }).run();
  expect(() =>
    immediate(db, () => {
      add("1");
      immediate(db, () => {
        add("2");
        throw new Error("inner");
      });
    }),
  ).toThrow("inner");
  expect(db.select().from(subscriber).all()).toEqual([]);
  db.$client.close();
});

test("default: opening again changes nothing and keeps no copy", () => {
  openDb(at("same.db")).$client.close();
  openDb(at("same.db")).$client.close();
  expect(readdirSync(folder).filter((name) => name.includes("before"))).toEqual([]);
});

test("error: a database of a newer Steward is refused untouched", () => {
  const db = openDb(at("newer.db"));
  db.$client.exec("insert into __drizzle_migrations (hash, created_at) values ('later', 99999999999999)");
  db.$client.close();
  expect(() => openDb(at("newer.db"))).toThrow("newer Steward");
});
