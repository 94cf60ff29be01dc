import { expect, test } from "vitest";
import { postReports } from "../../jobs/post-reports.ts";
import { describeReport } from "../../src/actions/reports/describe-report.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { Transient } from "../../src/errors.ts";
import type { TestApp } from "../support/app.ts";
import { booksConfig, createBooksApp, MIDNIGHT, moveCursor, payment } from "../support/books.ts";
import { bookLate } from "../support/late-books.ts";
import { settle } from "../support/outbox.ts";

const DAY = 86_400;

function periods(app: TestApp): [number, number][] {
  const rows = app.db.$client.prepare(`select "from", "to" from report order by id`).raw().all() as [number, number][];
  return rows.map(([from, to]) => [(from - MIDNIGHT) / DAY, (to - MIDNIGHT) / DAY]);
}

test("default: the last whole day is reported, and the next run waits for the next midnight", async () => {
  const app = createBooksApp();
  expect(await postReports.run(app)).toEqual({ did: { written: 1, waiting: 0, corrected: 0 }, again: MIDNIGHT + DAY });
  expect(periods(app)).toEqual([[-1, 0]]);
});

test("behavior: it is safe to run twice, also at the same time", async () => {
  const app = createBooksApp();
  await Promise.all([postReports.run(app), postReports.run(app)]);
  await postReports.run(app);
  expect(periods(app)).toEqual([[-1, 0]]);
});

test("behavior: missed days are made up for, in order", async () => {
  const app = createBooksApp();
  await postReports.run(app);
  app.set(MIDNIGHT + 2 * DAY + 60);
  moveCursor(app, MIDNIGHT + 2 * DAY);
  await postReports.run(app);
  expect(periods(app)).toEqual([
    [-1, 0],
    [0, 1],
    [1, 2],
  ]);
});

test("boundary: after a long silence the last three days are reported, and the first says what is left out", async () => {
  const app = createBooksApp();
  await postReports.run(app);
  app.set(MIDNIGHT + 10 * DAY + 60);
  moveCursor(app, MIDNIGHT + 10 * DAY);
  await postReports.run(app);
  expect(periods(app).slice(1)).toEqual([
    [7, 8],
    [8, 9],
    [9, 10],
  ]);
  const gaps = [2, 3, 4].map((id) =>
    describeReport(app, id).unknowns.filter((line) => line.startsWith("No report was made")),
  );
  expect(gaps).toEqual([["No report was made for 1 – 7 Mar 2026."], [], []]);
});

test("behavior: a newer report never overtakes one that waits", async () => {
  const app = createBooksApp();
  app.chain.finalized = async () => {
    throw new Transient("No provider answers.");
  };
  await postReports.run(app);
  app.set(MIDNIGHT + 2 * DAY + 60);
  moveCursor(app, MIDNIGHT + DAY - 3_600);
  // The first of the two has waited its six hours and goes out with what there is; the second waits.
  expect(await postReports.run(app)).toEqual({
    did: { written: 1, waiting: 1, corrected: 0 },
    again: MIDNIGHT + 2 * DAY + 120,
  });
  expect(app.woken).toContain("read-rewards");
  expect(periods(app)).toEqual([
    [-1, 0],
    [0, 1],
  ]);
});

test("behavior: a report of so many seconds has its periods counted from 1970", async () => {
  const app = createBooksApp(booksConfig({ reports: { quick: { title: "Quick", every: { seconds: 3_600 } } } }));
  app.set(MIDNIGHT + 3_599);
  await postReports.run(app);
  expect(periods(app)).toEqual([[-1 / 24, 0]]);
});

test("behavior: a report that went out while a source was behind is edited once it has caught up, once, and says so", async () => {
  let app = createBooksApp();
  const restart = () => {
    app = { ...app };
  };
  const { finalized } = app.chain;
  app.chain.finalized = async () => {
    throw new Transient("No provider answers.");
  };
  moveCursor(app, MIDNIGHT - 3_600);
  app.set(MIDNIGHT + 6 * 3_600);
  await postReports.run(app);
  await settle(app, 60);
  expect(await said(app)).toContain("later payments are missing");
  restart();
  app.chain.finalized = finalized;
  bookLate(app, [payment(3, 20n * 10n ** 18n, MIDNIGHT - 60)], MIDNIGHT);
  app.db.$client.exec("create trigger kill before update on outbox begin select raise(abort, 'killed'); end");
  await expect(postReports.run(app)).rejects.toThrow("killed");
  app.db.$client.exec("drop trigger kill");
  for (let run = 0; run < 3; run += 1) {
    restart();
    await postReports.run(app);
    await settle(app, 60);
  }
  expect(app.discord.said.map(({ kind, edits }) => [kind, edits])).toEqual([
    ["report", 1],
    ["report-details", 1],
  ]);
  const words = await said(app);
  expect(words).toMatch(/\*\*Corrected <t:\d+:f>\*\*/);
  expect(words).toContain("Node rewards: 30 HELIO → 50 HELIO, 20 HELIO were booked later");
  expect(words).not.toContain("later payments are missing");
});

async function said(app: TestApp): Promise<string> {
  const { body } = await renderNotice(app, "report", { report: 1 }, "mark");
  return JSON.stringify(body).replaceAll("\\\\", "");
}
