import { expect, test } from "vitest";
import { listOutdatedReports } from "../../../db/corrections.ts";
import { addReport, SCHEDULE } from "../../../db/reports.ts";
import { bookFlows } from "../../../src/actions/yields/book-flows.ts";
import { readPastPrices } from "../../../src/actions/yields/read-past-prices.ts";
import { findYieldSource } from "../../../src/sources/yields/index.ts";
import type { SeenFlow } from "../../../src/sources/yields/source.ts";
import type { TestApp } from "../../support/app.ts";
import { blockAt, createBooksApp, MIDNIGHT, payment } from "../../support/books.ts";
import { bookLate, readLate } from "../../support/late-books.ts";
import { account, createTreeApp, cumulativeTree, PAYER } from "../../support/tree-app.ts";

const DAY = 86_400;

/** Reports of the days that end at these moments, made by the schedule or asked for. */
function reported(app: TestApp, ends: readonly number[], requestedBy = SCHEDULE): void {
  for (const to of ends)
    addReport(app.db, { name: "daily", from: to - DAY, to, requestedBy, statement: "", createdAt: app.now() });
}

const outdated = (app: TestApp) => listOutdatedReports(app.db, app.now()).map(({ to }) => to);
const days = [MIDNIGHT - 2 * DAY, MIDNIGHT - DAY, MIDNIGHT];

test("behavior: rewards outdate what was reported of their time and later, and nothing before it", () => {
  const app = createBooksApp();
  reported(app, days);
  bookLate(app, [payment(3, 1n, MIDNIGHT - DAY - 60), payment(3, 1n, MIDNIGHT - 60)]);
  expect(outdated(app)).toEqual(days.slice(1));
  expect(listOutdatedReports(app.db, app.now())[0]?.since).toBe(app.now());
});

test("behavior: rewards that are booked already outdate nothing, nor what a member asked for", () => {
  const app = createBooksApp();
  reported(app, days);
  reported(app, [MIDNIGHT + 3_600], "700000000000000201");
  bookLate(app, [payment(1, 10n ** 19n, MIDNIGHT - DAY + 3_600)]);
  bookLate(app, [payment(1, 10n ** 19n, MIDNIGHT + 600)]);
  expect(outdated(app)).toEqual([]);
});

test("behavior: a tree outdates what was reported of the time of its root, however late it is had", async () => {
  const app = createTreeApp({ kind: "weatherxm", contract: PAYER, token: "helio" });
  const tree = cumulativeTree([[account(1), 70n]]);
  const { timestamp } = app.tell(PAYER, "event SubmittedRootHash(uint256 cycle, bytes32 root)", {
    cycle: 1n,
    root: tree.root,
  });
  await app.read();
  app.pass(20 * DAY);
  reported(app, [timestamp - 1, timestamp + 1]);
  await app.read();
  expect(outdated(app)).toEqual([]);
  app.file("0.json", tree.text);
  expect(await app.read()).toBe(1);
  expect(outdated(app)).toEqual([timestamp + 1]);
});

test("behavior: readings and quotes of the past outdate, once", async () => {
  const app = createBooksApp();
  reported(app, days);
  await readLate(app, MIDNIGHT - DAY / 2, { vault: 100_019_500_000n });
  expect(outdated(app)).toEqual([MIDNIGHT]);
  app.db.$client.exec("delete from outdated");
  await readLate(app, MIDNIGHT - DAY / 2, { vault: 100_019_500_000n });
  expect(outdated(app)).toEqual([]);
});

test("behavior: prices that a feed remembers outdate", async () => {
  const app = createBooksApp();
  reported(app, days);
  const at = MIDNIGHT - DAY - 7_200;
  app.values.set("decimals", 8);
  app.values.set("latestRoundData", [1n, 50_000_000n, 0n, BigInt(at - 60), 1n]);
  expect(await readPastPrices(app, app.chain, [blockAt(at)])).toBe(2);
  expect(outdated(app)).toEqual(days.slice(1));
});

test("behavior: flows outdate from the first of them on", async () => {
  const app = createBooksApp();
  reported(app, days);
  const source = findYieldSource(app.config, "vault");
  const flow = (at: number, logIndex: number): SeenFlow => ({
    ...{ transaction: `0x${"e".repeat(64)}`, logIndex, leg: "", direction: "in", amount: 5n },
    ...{ block: blockAt(at).number, at },
  });
  const flows = [flow(MIDNIGHT - DAY - 60, 1), flow(MIDNIGHT - 60, 2)];
  await bookFlows(app, app.chain, [{ ...source, decode: () => flows }], blockAt(MIDNIGHT));
  expect(outdated(app)).toEqual(days.slice(1));
});
