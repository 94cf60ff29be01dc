import { expect, test } from "vitest";
import { describeReport } from "../../../src/actions/reports/describe-report.ts";
import { writeReport } from "../../../src/actions/reports/write-report.ts";
import { describeTreasury } from "../../../src/actions/treasury/describe-treasury.ts";
import type { Config } from "../../../src/config/schema.ts";
import { RAY } from "../../../src/core/treasury/legs.ts";
import { toMillionths } from "../../../src/core/treasury/returns/per-year.ts";
import { blockAt, booksConfig, createBooksApp, deposit, MIDNIGHT, readVault } from "../../support/books.ts";

const DAY = 86_400;
const DOLLAR = 1_000_000n;
const reports = {
  daily: { title: "Daily", every: "day" as const },
  monthly: { title: "Monthly", every: { seconds: 30 * DAY } },
};

async function written(config: Config, name: keyof typeof reports, days: number) {
  const app = createBooksApp(config);
  for (let day = 21; day <= days; day++) readVault(app, MIDNIGHT - day * DAY, (100_020n - BigInt(day)) * DOLLAR);
  app.set(MIDNIGHT);
  const result = await writeReport(app, { name, period: { from: MIDNIGHT - days * DAY, to: MIDNIGHT } });
  return describeReport(app, result.state === "waiting" ? 0 : result.id);
}

test("default: a report says what the treasury returned, per year from thirty days on and not before", async () => {
  const [day, month] = [
    await written(booksConfig({ reports }), "daily", 1),
    await written(booksConfig({ reports }), "monthly", 30),
  ];
  // A dollar a day of a hundred thousand.
  expect(toMillionths(day.returns?.timeWeighted ?? 0n)).toBe(9n);
  expect(day.returns).toMatchObject({ yearly: undefined, isExact: true, leftOut: [], real: undefined });
  expect(toMillionths(month.returns?.timeWeighted ?? 0n)).toBe(300n);
  expect(toMillionths(month.returns?.yearly ?? 0n)).toBe(3_656n);
  expect(day.real).toBeUndefined();
});

test("behavior: with a series of consumer prices the report says what inflation left, of the return and of the income", async () => {
  const inflation = { name: "Prices", series: { "2025-02": 100, "2026-01": 110, "2026-02": 111 }, base: "2025-02" };
  const { totals, real, returns } = await written(booksConfig({ reports, inflation }), "daily", 1);
  expect(real).toMatchObject({ base: "2025-02", name: "Prices", extrapolatedFrom: "2026-02", bridged: [] });
  expect(real?.usd).toBeLessThan(((totals.incomeUsd ?? 0n) * 100n) / 111n);
  expect(real?.usd).toBeGreaterThan(((totals.incomeUsd ?? 0n) * 100n) / 112n);
  expect(returns?.real).toMatchObject({ extrapolatedFrom: "2026-02" });
});

test("error: income that is unknown is unknown after inflation too", async () => {
  const tokens = { helio: { chain: 31_337, address: `0x${"11".repeat(20)}`, symbol: "HELIO", decimals: 18 } } as const;
  const inflation = { series: { "2025-02": 100, "2026-02": 111 } };
  const config = booksConfig({ reports, inflation });
  const statement = await written({ ...config, tokens: { ...config.tokens, ...tokens } } as Config, "daily", 1);
  expect(statement.totals.incomeUsd).toBeUndefined();
  expect(statement.real).toBeUndefined();
});

test("behavior: the treasury's answer has the return of all its time, deposits not among it", () => {
  const app = createBooksApp();
  const at = MIDNIGHT + DAY;
  deposit(app, at, 50_000n * DOLLAR);
  readVault(app, at, 150_021n * DOLLAR, { shares: 149_989_750_000n });
  app.set(at);
  const { returns } = describeTreasury(app);
  expect(blockAt(at).timestamp).toBe(at);
  expect(returns?.isExact).toBe(true);
  expect(toMillionths(returns?.timeWeighted ?? RAY)).toBe(209n);
});
