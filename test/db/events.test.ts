import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addEvent, verifyEvents } from "../../db/events.ts";
import { type Db, immediate, openDb } from "../../db/open.ts";
import { canonical, sha256 } from "../../src/core/canonical.ts";
import { fitsChain, GENESIS } from "../../src/core/event-chain.ts";

let folder: string;
let db: Db;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-events-"));
  db = openDb(join(folder, "events.db"));
  for (let index = 1; index <= 5; index += 1) {
    immediate(db, () => addEvent(db, { at: index, kind: "test", actor: "1", body: { index, amount: 10n ** 20n } }));
  }
});
afterEach(() => {
  db.$client.close();
  rmSync(folder, { recursive: true });
});

/** What somebody with the file, but not through Steward, could do. */
function tamper(sql: string): void {
  db.$client.exec(`drop trigger event_no_update; drop trigger event_no_delete; ${sql}`);
}

test("default: a chain of events fits together from the first on", () => {
  const check = verifyEvents(db);
  expect(check).toMatchObject({ events: 5, broken: undefined });
  expect(db.$client.prepare("select previous from event where seq = 1").pluck().get()).toBe(GENESIS);
  expect(db.$client.prepare("select hash from event where seq = 5").pluck().get()).toBe(check.last);
});

test("default: anybody can recompute a hash with sha256sum", () => {
  const [first] = db.$client.prepare("select * from event order by seq").all() as { hash: string; body: string }[];
  const text = `{"actor":"1","at":1,"body":${JSON.stringify(first?.body)},"kind":"test","proposal":null,"seq":1}`;
  const sum = (input: string) => `0x${execFileSync("sha256sum", { input, encoding: "utf8" }).slice(0, 64)}`;
  expect(first?.hash).toBe(sum(GENESIS + sum(text)));
});

test("behavior: events written before there were digests still fit, and later ones are chained to them", () => {
  const facts = { seq: 1, at: 1, kind: "test", proposal: null, actor: "1", body: "{}" };
  const old = { ...facts, hash: sha256(GENESIS + canonical(facts)) };
  expect(fitsChain(GENESIS, old)).toBe(true);
  expect(fitsChain(old.hash, old)).toBe(false);
  expect(fitsChain(GENESIS, { ...old, at: 2 })).toBe(false);
});

test.each([
  ["a changed body", "update event set body = '{}' where seq = 3", 3],
  ["a changed actor", "update event set actor = '2' where seq = 2", 2],
  ["a changed time", "update event set at = 9 where seq = 5", 5],
  ["a removed event", "delete from event where seq = 3", 4],
  ["a removed first event", "delete from event where seq = 1", 2],
  [
    "two events that changed places",
    "update event set seq = 99 where seq = 2; update event set seq = 2 where seq = 3; update event set seq = 3 where seq = 99",
    2,
  ],
])("error: %s is found", (_, sql, broken) => {
  tamper(sql);
  expect(verifyEvents(db).broken).toBe(broken);
});

test("boundary: events cut off at the end fit, so their last hash has to be kept elsewhere", () => {
  const { last } = verifyEvents(db);
  tamper("delete from event where seq = 5");
  expect(verifyEvents(db).broken).toBeUndefined();
  expect(verifyEvents(db).last).not.toBe(last);
});

test("error: an event outside a transaction is refused", () => {
  expect(() => addEvent(db, { at: 1, kind: "test", body: {} })).toThrow("transaction");
});

test("behavior: an event goes when its act is rolled back, and the chain goes on", () => {
  expect(() =>
    immediate(db, () => {
      addEvent(db, { at: 6, kind: "test", body: {} });
      throw new Error("undone");
    }),
  ).toThrow("undone");
  immediate(db, () => addEvent(db, { at: 6, kind: "test", body: {} }));
  expect(verifyEvents(db)).toMatchObject({ events: 6, broken: undefined });
});
