import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listBallots } from "../../db/ballots.ts";
import { listElectors } from "../../db/electors.ts";
import { verifyEvents } from "../../db/events.ts";
import { openDb } from "../../db/open.ts";
import { findProposal, listProposals, listRevisions } from "../../db/proposals.ts";
import { listReadings } from "../../db/readings.ts";
import { findVote, listVotes, type VoteRow } from "../../db/votes.ts";
import { countVote } from "../../src/core/governance/count-vote.ts";
import { hashProposal } from "../../src/core/governance/proposal.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
const own = fileURLToPath(new URL("../../db/migrations/", import.meta.url));
const frozen = readdirSync(fixtures).filter((name) => /^schema-\d+\.db$/.test(name));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-migrations-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("default: there is a frozen database of each schema there was", () => {
  expect(frozen).toEqual(expect.arrayContaining(["schema-1.db", "schema-2.db", "schema-3.db", "schema-4.db"]));
});

test.each(frozen)("default: %s opens, migrates and still says what it said", (name) => {
  const path = join(folder, name);
  copyFileSync(join(fixtures, name), path);
  const db = openDb(path);
  const row = findVote(db, 1);
  expect(row && hashProposal({ ...row, server: "700000000000000001" })).toBe(row?.hash);
  const facts = { electors: listElectors(db, 1), delegations: [], ballots: listBallots(db, 1) };
  const { outcome, totals } = countVote({ ...(row as VoteRow), ...facts, moments: { outages: [] } });
  expect([outcome, ...totals.map(({ weight }) => weight)]).toEqual(["passed", 60n * 10n ** 18n, 40n * 10n ** 18n, 0n]);
  expect(findProposal(db, 1)).toMatchObject({ author: row?.author, createdAt: row?.openedAt, stage: "closed" });
  const { title, body, choices, actions, rulePack, electorate } = row as VoteRow;
  const plan = { name: electorate.name, source: electorate.source };
  expect(listRevisions(db, 1)).toMatchObject([
    { seq: 1, content: { title, body, choices, actions, rulePack, electorate: plan, votingSeconds: 3_600 } },
  ]);
  expect([listProposals(db).length, listVotes(db).length]).toEqual([1, 1]);
  expect(() => db.$client.exec("update vote set title = 'Another'")).toThrow("never changed");
  expect(() => db.$client.exec("update ballot set choice = '\"for\"'")).toThrow("never changed");
  expect(verifyEvents(db)).toMatchObject({ events: 4, broken: undefined });
  expect(db.$client.pragma("integrity_check", { simple: true })).toBe("ok");
  db.$client.close();
});

test.each(frozen)("default: what %s booked of nodes and positions is there to the last unit", (name) => {
  const path = join(folder, name);
  copyFileSync(join(fixtures, name), path);
  const db = openDb(path);
  const rewards = db.$client.prepare(
    `select node.node, reward.epoch, reward.amount, reward.kind, reward_total.amount as total, epoch.rewards from reward
     join node on node.id = reward.node join reward_total on reward_total.node = node.id
     join epoch on epoch.source = reward.source and epoch.epoch = reward.epoch`,
  );
  const amount = (10n ** 21n).toString();
  expect(rewards.all()).toEqual([{ node: "7", epoch: 3, amount, kind: "paid", total: amount, rewards: 1 }]);
  expect(listReadings(db, "vault", { from: 0, to: Number.MAX_SAFE_INTEGER })).toMatchObject([
    { leg: "", kind: "held", amount: 1_000_000n, shares: 999_999n },
  ]);
  db.$client.close();
});

/** The migrations there are and one more. */
function withMigration(sql: string): string {
  const migrations = join(folder, "migrations");
  cpSync(own, migrations, { recursive: true });
  const path = join(migrations, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: { idx: number; when: number; tag: string }[] };
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: journal.entries.length, when: (last?.when ?? 0) + 1, tag: "9999_next" });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(migrations, "9999_next.sql"), sql);
  return migrations;
}

const breakpoint = "\n--> statement-breakpoint\n";
const copies = () => readdirSync(folder).filter((name) => name.includes(".before-"));

test("behavior: a copy of what was there is kept before it is changed", () => {
  const path = join(folder, "schema-1.db");
  copyFileSync(join(fixtures, "schema-1.db"), path);
  const db = openDb(path, withMigration("create table later (id integer) strict;"));
  expect(db.$client.prepare("select count(*) from later").pluck().get()).toBe(0);
  db.$client.close();
  const [copy = ""] = copies();
  const before = new Database(join(folder, copy), { readonly: true });
  expect(before.prepare("select name from sqlite_schema where name = 'later'").get()).toBeUndefined();
  expect(before.prepare("select count(*) from ballot").pluck().get()).toBe(2);
  before.close();
});

test("behavior: a table that others refer to can be rebuilt without losing a row", () => {
  const path = join(folder, "schema-1.db");
  copyFileSync(join(fixtures, "schema-1.db"), path);
  const definition = openDb(path)
    .$client.prepare("select sql from sqlite_schema where name = 'proposal'")
    .pluck()
    .get();
  const create = String(definition).replace('"proposal"', "`__new_proposal`");
  const steps = [
    `${create};`,
    "insert into __new_proposal select * from proposal;",
    "drop table proposal;",
    "alter table __new_proposal rename to proposal;",
  ];
  const db = openDb(path, withMigration(steps.join(breakpoint)));
  expect([listProposals(db).length, listRevisions(db, 1).length, listVotes(db).length]).toEqual([1, 1, 1]);
  expect([listBallots(db, 1).length, listElectors(db, 1).length]).toEqual([2, 2]);
  expect(db.$client.pragma("foreign_keys", { simple: true })).toBe(1);
  db.$client.close();
});

test("error: a migration that fails half way leaves everything as it was", () => {
  const path = join(folder, "schema-1.db");
  copyFileSync(join(fixtures, "schema-1.db"), path);
  const broken = withMigration(
    ["create table later (id integer) strict;", "insert into nowhere values (1);"].join(breakpoint),
  );
  expect(() => openDb(path, broken)).toThrow();
  const db = openDb(path);
  expect(db.$client.prepare("select name from sqlite_schema where name = 'later'").get()).toBeUndefined();
  expect(listProposals(db)).toHaveLength(1);
  db.$client.close();
});

test("error: a migration that leaves rows without the rows they refer to is not accepted", () => {
  const path = join(folder, "schema-1.db");
  copyFileSync(join(fixtures, "schema-1.db"), path);
  const orphaning = withMigration("delete from proposal;");
  expect(() => openDb(path, orphaning)).toThrow("refer to rows that are not there");
  expect(copies()).toHaveLength(1);
});
