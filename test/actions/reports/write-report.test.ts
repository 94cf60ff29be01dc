import { expect, test } from "vitest";
import { findOutbox } from "../../../db/outbox.ts";
import { addQuote } from "../../../db/quotes.ts";
import { findReport } from "../../../db/reports.ts";
import { addRewards } from "../../../db/rewards.ts";
import { describeReport } from "../../../src/actions/reports/describe-report.ts";
import { reportNow } from "../../../src/actions/reports/report-now.ts";
import { type ReportWritten, writeReport } from "../../../src/actions/reports/write-report.ts";
import { Repeated, Transient } from "../../../src/errors.ts";
import { interactionAt, type TestApp } from "../../support/app.ts";
import {
  blockAt,
  booksConfig,
  createBooksApp,
  deposit,
  MIDNIGHT,
  moveCursor,
  OTHER,
  OWNER,
  payment,
  readVault,
} from "../../support/books.ts";
import { settle } from "../../support/outbox.ts";
import { ids } from "../../support/test-config.ts";

const DAY = 86_400;
const yesterday = { from: MIDNIGHT - DAY, to: MIDNIGHT };
const HELIO = 10n ** 18n;

function idOf(result: ReportWritten): number {
  if (result.state === "waiting") throw new Error(`waiting for ${result.sources.join(", ")}`);
  return result.id;
}

async function statementOf(app: TestApp, period = yesterday) {
  return describeReport(app, idOf(await writeReport(app, { name: "daily", period })));
}

function count(app: TestApp, table: "report" | "outbox"): number {
  return Number(app.db.$client.prepare(`select count(*) from ${table}`).pluck().get());
}

test("default: a day's accounts, valued at the prices of the closing block", async () => {
  const app = createBooksApp();
  const statement = await statementOf(app);
  expect(statement.rewards[0]).toMatchObject({
    total: 30n * HELIO,
    totalUsd: 1_500_000_000n,
    payments: 2,
    nodesPaid: 2,
    nodesSilent: ["3"],
  });
  expect(statement.positions[0]).toMatchObject({
    income: 1_000_000n,
    incomeUsd: 100_000_000n,
    closing: 100_020_000_000n,
    unexplained: 0n,
  });
  expect(statement.totals).toEqual({
    rewardsUsd: 1_500_000_000n,
    yieldUsd: 100_000_000n,
    incomeUsd: 1_600_000_000n,
    treasuryUsd: 10_002_000_000_000n,
  });
  expect(statement.blocks).toEqual([
    {
      chain: 31_337,
      name: "Local chain",
      block: blockAt(MIDNIGHT).number,
      hash: blockAt(MIDNIGHT).hash,
      timestamp: MIDNIGHT,
    },
  ]);
  expect(statement.unknowns).toEqual([]);
  expect(statement.residualUsd).toBe(0n);
});

test("behavior: a daily report's rate is that of the last week", async () => {
  const [position] = (await statementOf(createBooksApp())).positions;
  // 1 a day on 100,013: 0.365 % a year.
  expect(position).toMatchObject({ aprFrom: MIDNIGHT - 7 * DAY, apr: 3_649n });
});

test("behavior: a deposit is not income", async () => {
  const app = createBooksApp();
  readVault(app, MIDNIGHT + DAY, 150_021_000_000n, { shares: 149_989_750_000n });
  deposit(app, MIDNIGHT + DAY / 2, 50_000_000_000n);
  moveCursor(app, MIDNIGHT + DAY);
  app.set(MIDNIGHT + DAY);
  const [position] = (await statementOf(app, { from: MIDNIGHT, to: MIDNIGHT + DAY })).positions;
  expect(position).toMatchObject({ paidIn: 50_000_000_000n, income: 1_000_000n, unexplained: 0n });
});

test("behavior: a payment of a payer that the config names is income, anybody else's is not", async () => {
  const incomeFrom = [{ chain: 31_337, address: OTHER, label: "Fees" }];
  for (const [counterparty, paidIn, income] of [
    [OTHER, 0n, 50_001_000_000n],
    [OWNER, 50_000_000_000n, 1_000_000n],
  ] as const) {
    const app = createBooksApp(booksConfig({ incomeFrom }));
    readVault(app, MIDNIGHT + DAY, 150_021_000_000n, { shares: 149_989_750_000n });
    deposit(app, MIDNIGHT + DAY / 2, 50_000_000_000n, counterparty);
    moveCursor(app, MIDNIGHT + DAY);
    app.set(MIDNIGHT + DAY);
    const statement = await statementOf(app, { from: MIDNIGHT, to: MIDNIGHT + DAY });
    expect(statement.positions[0]).toMatchObject({ paidIn, income, unexplained: 0n });
    expect(statement.waterfall).toMatchObject({ paidIn: paidIn * 100n, realised: income * 100n, residual: 0n });
  }
});

test("behavior: the row and its two messages are there together, once, however often it is asked for", async () => {
  const app = createBooksApp();
  const both = await Promise.all([
    writeReport(app, { name: "daily", period: yesterday }),
    writeReport(app, { name: "daily", period: yesterday }),
  ]);
  const again = await writeReport(app, { name: "daily", period: yesterday });
  expect(both.map(({ state }) => state).sort()).toEqual(["known", "written"]);
  expect(again.state).toBe("known");
  expect([count(app, "report"), count(app, "outbox")]).toEqual([1, 2]);
  expect(findOutbox(app.db, `report:${idOf(again)}`)).toMatchObject({
    kind: "report",
    refs: { report: idOf(again) },
    destination: ids.reports,
  });
  expect(findOutbox(app.db, `report:${idOf(again)}:details`)).toMatchObject({
    kind: "report-details",
    refs: { report: idOf(again) },
    destination: `thread:report:${idOf(again)}`,
  });
  expect(app.woken).toContain("deliver-outbox");
});

test("error: where the message cannot be stored the report is not either", async () => {
  const app = createBooksApp();
  app.db.$client.exec("create trigger refuse before insert on outbox begin select raise(abort, 'disk full'); end");
  await expect(writeReport(app, { name: "daily", period: yesterday })).rejects.toThrow("disk full");
  expect(count(app, "report")).toBe(0);
});

test("behavior: a report waits for sources that are behind", async () => {
  const app = createBooksApp();
  moveCursor(app, MIDNIGHT - 3_600);
  app.set(MIDNIGHT + 600);
  expect(await writeReport(app, { name: "daily", period: yesterday })).toEqual({
    state: "waiting",
    sources: ["nodes"],
  });
  moveCursor(app, MIDNIGHT);
  expect((await writeReport(app, { name: "daily", period: yesterday })).state).toBe("written");
});

test("behavior: a report waits for a chain that is not final past its end, else it would be corrected an hour later", async () => {
  const app = createBooksApp();
  const { finalized } = app.chain;
  app.chain.finalized = async () => blockAt(MIDNIGHT - 1);
  app.set(MIDNIGHT + 600);
  expect(await writeReport(app, { name: "daily", period: yesterday })).toEqual({
    state: "waiting",
    sources: [app.chain.name],
  });
  app.chain.finalized = finalized;
  expect((await writeReport(app, { name: "daily", period: yesterday })).state).toBe("written");
});

test("boundary: after six hours it says what is missing instead of waiting", async () => {
  const app = createBooksApp();
  app.chain.finalized = async () => {
    throw new Transient("No provider answers.");
  };
  moveCursor(app, MIDNIGHT - 3_600);
  app.set(MIDNIGHT + 6 * 3_600 - 1);
  expect((await writeReport(app, { name: "daily", period: yesterday })).state).toBe("waiting");
  app.set(MIDNIGHT + 6 * 3_600);
  expect((await statementOf(app)).unknowns).toEqual([
    "Node rewards could be read only up to 28 Feb 2026, 23:00: later payments are missing.",
  ]);
});

test("behavior: before it goes out short, a source that is behind is read once more", async () => {
  const app = createBooksApp();
  moveCursor(app, MIDNIGHT - 3_600);
  app.set(MIDNIGHT + 6 * 3_600);
  const asked: string[] = [];
  app.chain.finalized = async () => {
    asked.push("final block");
    moveCursor(app, MIDNIGHT);
    throw new Transient("No provider answers.");
  };
  expect((await statementOf(app)).unknowns).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
});

test("error: what could not be read is unknown, and said to be", async () => {
  const app = createBooksApp(booksConfig(), { readUntil: MIDNIGHT - DAY });
  app.chain.blockAt = async () => {
    throw new Transient("No provider answers.");
  };
  const statement = await statementOf(app);
  expect(statement.positions[0]).toMatchObject({ income: undefined, incomeUsd: undefined });
  expect(statement.totals).toMatchObject({ incomeUsd: undefined, yieldUsd: undefined, rewardsUsd: 1_500_000_000n });
  expect(statement.known.incomeUsd).toBe(1_500_000_000n);
  expect(statement.unknowns).toContain("Reserve vault was not read during the period: its income is unknown.");
});

test("behavior: a stale price is used, and named with its age", async () => {
  const app = createBooksApp(booksConfig(), { silentSince: MIDNIGHT - 2 * DAY + 60 });
  const statement = await statementOf(app);
  expect(statement.totals.incomeUsd).toBe(1_600_000_000n);
  expect(statement.unknowns).toContain(
    "The price helio-usd is stale: it was last updated 2 d before the end of the period. Values are computed with it all the same.",
  );
});

test("error: a price that is silent for three heartbeats values nothing, and is named", async () => {
  const app = createBooksApp(booksConfig(), { silentSince: MIDNIGHT - 4 * DAY + 60 });
  const statement = await statementOf(app);
  expect(statement.rewards[0]).toMatchObject({ total: 30n * HELIO, totalUsd: undefined });
  expect(statement.totals.incomeUsd).toBeUndefined();
  expect(statement.unknowns).toContain(
    "The price helio-usd is silent: it was last updated 4 d before the end of the period. Nothing is valued with it.",
  );
});

test.each<[string, Partial<{ answer: bigint; updatedAt: number }> | undefined]>([
  ["The price helio-usd is 2.1 % apart from other: one of them may be wrong.", { answer: 48_950_000n }],
  ["The price helio-usd is 2.0 % apart from other: one of them may be wrong.", { answer: 51_020_500n }],
  ["", { answer: 50_900_000n }],
  ["The price helio-usd could not be held against other, which has no fresh value.", { updatedAt: MIDNIGHT - 2 * DAY }],
  ["The price helio-usd could not be held against other, which has no fresh value.", undefined],
])("behavior: a price is held against a second one: %s", async (sentence, changes) => {
  const { prices = {} } = booksConfig();
  const other = { ...prices["dollar-usd"] };
  const app = createBooksApp(
    booksConfig({ prices: { ...prices, other, "helio-usd": { ...other, second: "other" } } as never }),
  );
  const quote = { price: "other", chain: 31_337, block: blockAt(MIDNIGHT).number, at: MIDNIGHT, round: 1n };
  if (changes) addQuote(app.db, { ...quote, answer: 50_000_000n, decimals: 8, updatedAt: MIDNIGHT - 60, ...changes });
  const { unknowns, totals } = await statementOf(app);
  expect(unknowns.filter((one) => one.includes("other"))).toEqual(sentence === "" ? [] : [sentence]);
  expect(totals.incomeUsd).toBe(1_600_000_000n);
});

test("boundary: a payment in the second of midnight belongs to the new day", async () => {
  const [first, last] = [
    createBooksApp(booksConfig(), { paidAt: 0 }),
    createBooksApp(booksConfig(), { paidAt: DAY - 1 }),
  ];
  addRewards(first.db, "nodes", [payment(1, 7n, MIDNIGHT)]);
  for (const app of [first, last]) expect((await statementOf(app)).rewards[0]?.total).toBe(30n * HELIO);
});

test("behavior: the accounts do not change afterwards, whatever becomes of the books", async () => {
  const app = createBooksApp();
  const id = idOf(await writeReport(app, { name: "daily", period: yesterday }));
  const before = findReport(app.db, id)?.statement;
  addRewards(app.db, "nodes", [payment(1, HELIO, MIDNIGHT - 5)]);
  expect(findReport(app.db, id)?.statement).toBe(before);
  expect(describeReport(app, id).rewards[0]?.total).toBe(30n * HELIO);
});

test("error: a report that the config does not name is refused with the names it has", async () => {
  const app = createBooksApp();
  await expect(writeReport(app, { name: "hourly", period: yesterday })).rejects.toMatchObject({
    hint: "Choose one of: daily.",
  });
});

test("behavior: a report asked for now covers the running period as far as it is final, once per call", async () => {
  const app = createBooksApp();
  app.values.set("balanceOf", 100_000_000_000n);
  app.values.set("convertToAssets", 100_020_500_000n);
  app.values.set("decimals", 8);
  app.values.set("latestRoundData", [1n, 50_000_000n, 0n, BigInt(app.now() - 60), 1n]);
  const interaction = interactionAt(app.now() * 1000);
  const request = { name: "daily", member: ids.ada, interaction };
  const result = await reportNow(app, request);
  const statement = describeReport(app, idOf(result));
  expect(statement).toMatchObject({ from: MIDNIGHT, to: app.now(), complete: false });
  expect(statement.positions[0]?.income).toBe(500_000n);
  app.pass(3_600);
  await expect(reportNow(app, request)).rejects.toThrow(Repeated);
  expect(count(app, "report")).toBe(1);
});

test.each(["a thread", "a forum's post"])(
  "behavior: the details are said in %s that is called as the report",
  async (place) => {
    const app = createBooksApp();
    if (place === "a forum's post") app.discord.forums.add(ids.reports);
    await writeReport(app, { name: "daily", period: yesterday });
    await settle(app, 60);
    const [card, details] = app.discord.said;
    expect([card?.kind, details?.kind]).toEqual(["report", "report-details"]);
    expect(details?.channel).toBe(place === "a thread" ? `thread-${card?.id}` : card?.id);
  },
);
