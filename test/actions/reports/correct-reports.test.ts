import fc from "fast-check";
import { expect, test } from "vitest";
import { findCorrected, listCorrections, listOutdatedReports, outdateReports } from "../../../db/corrections.ts";
import { immediate } from "../../../db/open.ts";
import { findOutbox } from "../../../db/outbox.ts";
import { findReport } from "../../../db/reports.ts";
import { addRoot, setRoot } from "../../../db/roots.ts";
import { correctReports } from "../../../src/actions/reports/correct-reports.ts";
import { describeReport } from "../../../src/actions/reports/describe-report.ts";
import { reportNow } from "../../../src/actions/reports/report-now.ts";
import { writeReport } from "../../../src/actions/reports/write-report.ts";
import type { Statement } from "../../../src/core/treasury/statement.ts";
import { Transient } from "../../../src/errors.ts";
import { interactionAt, type TestApp } from "../../support/app.ts";
import {
  blockAt,
  booksConfig,
  createBooksApp,
  deposit,
  MIDNIGHT,
  moveCursor,
  OWNER,
  payment,
} from "../../support/books.ts";
import { bookLate, moveFlows, readLate } from "../../support/late-books.ts";
import { ids } from "../../support/test-config.ts";

const DAY = 86_400;
const HELIO = 10n ** 18n;
const yesterday = { from: MIDNIGHT - DAY, to: MIDNIGHT };

async function write(app: TestApp, period = yesterday): Promise<number> {
  const result = await writeReport(app, { name: "daily", period });
  if (result.state !== "written") throw new Error(`The report is ${result.state}`);
  return result.id;
}

const outdated = (app: TestApp) => listOutdatedReports(app.db, app.now()).map(({ id }) => id);
const changesOf = (app: TestApp, id: number) => listCorrections(app.db, id).map(({ changes }) => changes);
const revisionOf = (app: TestApp, id: number) => findOutbox(app.db, `report:${id}`)?.revision;

test("default: a payment booked later corrects the report, says what changed, and leaves what was shown first", async () => {
  const app = createBooksApp();
  const id = await write(app);
  const first = findReport(app.db, id)?.statement;
  bookLate(app, [payment(3, 20n * HELIO, MIDNIGHT - 60)]);
  app.pass(60);
  expect(await correctReports(app)).toBe(1);
  const changes = ["Income: $16.00 → $26.00", "Node rewards: 30 HELIO → 50 HELIO, 20 HELIO were booked later"];
  expect(describeReport(app, id)).toMatchObject({
    rewards: [{ total: 50n * HELIO, nodesSilent: [] }],
    corrections: [{ at: app.now(), changes }],
  });
  expect([findReport(app.db, id)?.statement, revisionOf(app, id), outdated(app)]).toEqual([first, 2, []]);
  expect(app.woken).toContain("deliver-outbox");
});

test("behavior: it is corrected once for each booking, and by what was last shown", async () => {
  const app = createBooksApp();
  const id = await write(app);
  for (const amount of [20n, 5n]) {
    bookLate(app, [payment(3, amount * HELIO, MIDNIGHT - Number(amount) * 720)]);
    expect(await Promise.all([correctReports(app), correctReports(app)])).toEqual(expect.arrayContaining([0, 1]));
    expect(await correctReports(app)).toBe(0);
  }
  expect(changesOf(app, id).map((changes) => changes.at(-1))).toEqual([
    "Node rewards: 30 HELIO → 50 HELIO, 20 HELIO were booked later",
    "Node rewards: 50 HELIO → 55 HELIO, 5 HELIO were booked later",
  ]);
});

test("behavior: what changes no figure corrects nothing", async () => {
  const app = createBooksApp();
  const id = await write(app);
  bookLate(app, [payment(1, HELIO, MIDNIGHT - 3 * DAY)]);
  expect(outdated(app)).toEqual([id]);
  expect(await correctReports(app)).toBe(0);
  expect([outdated(app), changesOf(app, id), revisionOf(app, id)]).toEqual([[], [], 1]);
});

test("behavior: what is booked of a time after the period outdates nothing", async () => {
  const app = createBooksApp();
  await write(app);
  bookLate(app, [payment(1, HELIO, MIDNIGHT + 1)]);
  expect(outdated(app)).toEqual([]);
});

test("behavior: a closing that could not be read is unknown, then known", async () => {
  const app = createBooksApp(booksConfig(), { readUntil: MIDNIGHT - DAY });
  moveFlows(app, MIDNIGHT);
  const { blockAt } = app.chain;
  app.chain.blockAt = async () => {
    throw new Transient("No provider answers.");
  };
  const id = await write(app);
  expect(describeReport(app, id).totals.incomeUsd).toBeUndefined();
  await readLate(app, MIDNIGHT, { vault: 100_020_000_000n });
  // While the chain cannot be asked, nobody knows what else it had.
  expect([await correctReports(app), outdated(app)]).toEqual([0, [id]]);
  app.chain.blockAt = blockAt;
  expect(await correctReports(app)).toBe(1);
  const [changes] = changesOf(app, id);
  expect(changes).toContain("Income: unknown → $15.50");
  expect(changes).toContain("Reserve vault, income: unknown → 1 tUSD");
});

test("behavior: a source that was behind is waited for, and caught up with once", async () => {
  const app = createBooksApp();
  const { finalized } = app.chain;
  app.chain.finalized = async () => {
    throw new Transient("No provider answers.");
  };
  moveCursor(app, MIDNIGHT - 7_200);
  app.set(MIDNIGHT + 6 * 3_600);
  const id = await write(app);
  expect([await correctReports(app), outdated(app)]).toEqual([0, [id]]);
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 4_000)], MIDNIGHT - 3_600);
  expect([await correctReports(app), outdated(app)]).toEqual([0, [id]]);
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)], MIDNIGHT);
  app.chain.finalized = finalized;
  expect([await correctReports(app), outdated(app)]).toEqual([1, []]);
  expect(changesOf(app, id)).toEqual([
    [
      "Income: $16.00 → $17.00",
      "Node rewards: 30 HELIO → 32 HELIO, 2 HELIO were booked later",
      "Node rewards: read to the end of the period since, nothing is missing",
    ],
  ]);
  expect(describeReport(app, id).unknowns).toEqual([]);
});

test("boundary: a source that stays behind is told of as far as it came, every six hours at most", async () => {
  const app = createBooksApp();
  moveCursor(app, MIDNIGHT - 7_200);
  app.chain.finalized = async () => {
    throw new Transient("No provider answers.");
  };
  app.set(MIDNIGHT + 6 * 3_600);
  const id = await write(app);
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 4_000)], MIDNIGHT - 3_600);
  app.pass(6 * 3_600);
  expect(await correctReports(app)).toBe(1);
  expect(describeReport(app, id).unknowns).toEqual([
    "Node rewards could be read only up to 28 Feb 2026, 23:00: later payments are missing.",
  ]);
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 900)]);
  app.pass(6 * 3_600 - 1);
  expect(await correctReports(app)).toBe(0);
  app.pass(1);
  expect([await correctReports(app), outdated(app)]).toEqual([1, [id]]);
});

test("behavior: a report whose source the config no longer has is left alone", async () => {
  const app = createBooksApp();
  const id = await write(app);
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
  const later = { ...app, config: booksConfig({ positions: {} }) };
  expect(await correctReports(later)).toBe(0);
  expect([outdated(app), changesOf(app, id)]).toEqual([[], []]);
});

test("behavior: what the config has besides since is no part of it", async () => {
  const app = createBooksApp();
  const id = await write(app);
  const { rewards = {} } = booksConfig();
  const more = { ...rewards, more: { ...rewards["nodes"], label: "More" } };
  const later = { ...app, config: booksConfig({ rewards: more as never }) };
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
  app.pass(6 * 3_600);
  expect(await correctReports(later)).toBe(1);
  expect(describeReport(app, id)).toMatchObject({ rewards: [{ source: "nodes" }], unknowns: [] });
});

test("boundary: a report that a member asked for, and one of more than a hundred days ago, stay as they were", async () => {
  const app = createBooksApp();
  for (const [name, value] of [
    ["balanceOf", 100_000_000_000n],
    ["convertToAssets", 100_020_500_000n],
    ["decimals", 8],
    ["latestRoundData", [1n, 50_000_000n, 0n, BigInt(app.now() - 60), 1n]],
  ] as const)
    app.values.set(name, value);
  await reportNow(app, { name: "daily", member: ids.ada, interaction: interactionAt(app.now() * 1000) });
  const id = await write(app);
  outdateReports(app.db, 0, app.now());
  expect(outdated(app)).toEqual([id]);
  app.set(MIDNIGHT + 100 * DAY);
  expect(outdated(app)).toEqual([]);
});

test("boundary: the gap before a report is still said after a correction", async () => {
  const app = createBooksApp();
  await write(app, { from: MIDNIGHT - 4 * DAY, to: MIDNIGHT - 3 * DAY });
  const gap = { from: MIDNIGHT - 3 * DAY, to: MIDNIGHT - DAY };
  const result = await writeReport(app, { name: "daily", period: yesterday, gap });
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
  await correctReports(app);
  const { unknowns } = describeReport(app, "id" in result ? result.id : 0);
  expect(unknowns).toEqual(["No report was made for 26 – 27 Feb 2026."]);
});

test.each(["insert on correction", "update on outbox", "delete on outdated"])(
  "error: killed at the %s nothing is done, and the next run does all of it once",
  async (place) => {
    const app = createBooksApp();
    const id = await write(app);
    bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
    app.db.$client.exec(`create trigger kill before ${place} begin select raise(abort, 'killed'); end`);
    await expect(correctReports(app)).rejects.toThrow("killed");
    expect([changesOf(app, id), revisionOf(app, id), outdated(app)]).toEqual([[], 1, [id]]);
    app.db.$client.exec("drop trigger kill");
    expect([await correctReports(app), await correctReports(app)]).toEqual([1, 0]);
    expect([changesOf(app, id).length, revisionOf(app, id), outdated(app)]).toEqual([1, 2, []]);
  },
);

type Late = { kind: "reward" | "deposit" | "reading" | "correct"; day: number; second: number; amount: number };

const late: fc.Arbitrary<Late> = fc.record({
  kind: fc.constantFrom("reward", "reward", "deposit", "reading", "correct"),
  day: fc.nat(4),
  second: fc.nat(DAY - 1),
  amount: fc.integer({ min: 1, max: 1_000_000_000 }),
});

test("law: whatever is booked late, and in whatever order, the newest statements are those that all facts make", async () => {
  const runs = process.env["STEWARD_TORTURE"] === "1" ? 300 : 8;
  await fc.assert(
    fc.asyncProperty(fc.array(late, { minLength: 1, maxLength: 12 }), async (steps) => {
      const [app, other] = [createBooksApp(), createBooksApp()];
      moveFlows(app, MIDNIGHT);
      moveFlows(other, MIDNIGHT);
      const periods = [3, 2, 1].map((day) => ({ from: MIDNIGHT - day * DAY, to: MIDNIGHT - (day - 1) * DAY }));
      const reports: number[] = [];
      for (const period of periods) reports.push(await write(app, period));
      for (const step of steps) await live(app, step);
      await correctReports(app);
      const facts = steps.filter(({ kind }) => kind !== "correct");
      for (const step of facts) await live(other, step);
      for (const [index, period] of periods.entries()) {
        const newest = describeReport(app, reports[index] ?? 0);
        const made = describeReport(other, await write(other, period));
        expect(figuresOf(newest)).toEqual(figuresOf(made));
      }
      for (const one of [app, other]) one.close();
    }),
    { numRuns: runs, endOnFailure: true },
  );
}, 600_000);

/** All but the history, which goes on changing with the days before the period; rates as they are shown. */
function figuresOf({ totals, known, residualUsd, rewards, positions, unknowns }: Statement) {
  const lines = positions.map(({ apr = 0n, ...line }) => ({ ...line, apr: apr / 100n }));
  return { totals, known, residualUsd, rewards, lines, unknowns };
}

async function live(app: TestApp, { kind, day, second, amount }: Late): Promise<void> {
  const at = blockAt(MIDNIGHT - day * DAY - second - 1).timestamp;
  if (kind === "correct") await correctReports(app);
  if (kind === "reward") bookLate(app, [payment((amount % 3) + 1, BigInt(amount), at)]);
  if (kind === "reading") await readLate(app, at, { vault: 100_000_000_000n + BigInt(amount) });
  if (kind === "deposit")
    immediate(app.db, () => {
      deposit(app, at, BigInt(amount));
      outdateReports(app.db, at, app.now());
    });
}

test("behavior: the statement of each correction stays, too", async () => {
  const app = createBooksApp();
  const id = await write(app);
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
  await correctReports(app);
  expect(findCorrected(app.db, id, 1)).toContain("31000000000000000000");
  expect(findCorrected(app.db, id, 2)).toBeUndefined();
});

test("behavior: another cost basis in the config since is no correction", async () => {
  const app = createBooksApp();
  const id = await write(app);
  const changed = { ...app, config: booksConfig({ costBasis: "lifo" }) };
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
  expect(await correctReports(changed)).toBe(1);
  expect(describeReport(app, id).costBasis).toBe(app.config.costBasis);
});

test("behavior: a reward tree that nobody could read yet is said to be missing, until it is booked", async () => {
  const app = createBooksApp();
  const root = { source: "nodes", epoch: 1, root: "0x01", distributor: OWNER, transaction: "0x02", facts: {} } as const;
  const place = { block: blockAt(MIDNIGHT - 60).number, logIndex: 1, at: MIDNIGHT - 60 };
  addRoot(app.db, { ...root, ...place });
  const id = await write(app);
  expect(describeReport(app, id).unknowns).toEqual([
    "Node rewards: 1 reward tree of this period could not be read yet; what it pays is missing.",
  ]);
  setRoot(app.db, { ...root, ...place }, { state: "verified", reason: null, triedAt: app.now() });
  bookLate(app, [payment(3, HELIO, MIDNIGHT - 60)]);
  expect([await correctReports(app), describeReport(app, id).unknowns]).toEqual([1, []]);
});
