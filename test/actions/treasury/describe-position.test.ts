import { expect, test } from "vitest";
import { addFlow } from "../../../db/flows.ts";
import { describePosition } from "../../../src/actions/treasury/describe-position.ts";
import { toMillionths } from "../../../src/core/treasury/returns/per-year.ts";
import { Refusal } from "../../../src/errors.ts";
import { blockAt, booksConfig, createBooksApp, deposit, MIDNIGHT, readVault } from "../../support/books.ts";

const DAY = 86_400;

test("default: a vault of twenty days is told over seven and twenty, with its income and what that returned", () => {
  const app = createBooksApp();
  app.set(MIDNIGHT);
  const { spans, readAt } = describePosition(app, "vault");
  expect(readAt).toBe(MIDNIGHT);
  expect(spans.map(({ from, to }) => (to - from) / DAY)).toEqual([7, 20]);
  expect(spans.map(({ legs }) => legs[0]?.income)).toEqual([7_000_000n, 20_000_000n]);
  // 20 of 100,000 dollars in twenty days: 0.02 %, and as much however it is weighted.
  const whole = spans[1]?.returned;
  expect(toMillionths(whole?.timeWeighted ?? 0n)).toBe(200n);
  expect(toMillionths(whole?.moneyWeighted ?? 0n)).toBe(200n);
  expect(whole?.isExact).toBe(true);
  expect(whole?.real).toBeUndefined();
});

test("boundary: thirty days, and thirty and some hours since it was first read, are told once", () => {
  const app = createBooksApp();
  app.set(MIDNIGHT + 10.125 * DAY);
  expect(describePosition(app, "vault").spans.map(({ from, to }) => (to - from) / DAY)).toEqual([7, 30.125]);
});

test("behavior: a deposit is no return, and where it came between two readings the return is about right and says so", () => {
  const app = createBooksApp();
  deposit(app, MIDNIGHT - 3 * DAY + 3_600, 100_000_000_000n);
  for (const day of [1, 2, 3])
    readVault(app, MIDNIGHT + day * DAY, 200_020_000_000n + BigInt(day) * 2_000_000n, { shares: 200_000_000_000n });
  app.set(MIDNIGHT + 3 * DAY);
  const [week] = describePosition(app, "vault").spans;
  expect(week?.legs[0]?.paidIn).toBe(100_000_000_000n);
  expect(week?.returned?.isExact).toBe(false);
  expect(week?.returned?.timeWeighted).toBeDefined();
});

test("behavior: a deposit in the very block of a reading breaks the return there, exactly", () => {
  const app = createBooksApp(undefined, { readUntil: MIDNIGHT - DAY });
  deposit(app, MIDNIGHT, 100_000_000_000n);
  readVault(app, MIDNIGHT, 200_019_000_000n, { shares: 200_000_000_000n });
  readVault(app, MIDNIGHT + DAY, 200_021_000_000n, { shares: 200_000_000_000n });
  app.set(MIDNIGHT + DAY);
  const [week] = describePosition(app, "vault").spans;
  expect(week?.returned?.isExact).toBe(true);
  // Six days of 0.001 % on 100,000 and one of 0.001 % on 200,000; none on the day of the deposit.
  expect(toMillionths(week?.returned?.timeWeighted ?? 0n)).toBeGreaterThan(50n);
  expect(toMillionths(week?.returned?.timeWeighted ?? 0n)).toBeLessThan(80n);
});

test("behavior: with a series of prices the return is told after inflation too", () => {
  const app = createBooksApp(
    booksConfig({ inflation: { series: { "2025-12": 100, "2026-01": 101, "2026-02": 102 } } }),
  );
  app.set(MIDNIGHT);
  const real = describePosition(app, "vault").spans[1]?.returned?.real;
  expect(real?.extrapolatedFrom).toBe("2026-02");
  expect(Number(real?.afterwards ?? 0n)).toBeLessThan(0);
});

test("error: without a price the return is unknown and the tokens are not; unread there is nothing, unnamed it is refused", () => {
  const app = createBooksApp();
  app.set(MIDNIGHT);
  const dollar = app.config.tokens["dollar"];
  if (dollar) delete dollar.price;
  const [week] = describePosition(app, "vault").spans;
  expect(week?.returned).toBeUndefined();
  expect(week?.legs[0]).toMatchObject({ income: 7_000_000n, incomeUsd: undefined });
  const unread = createBooksApp(undefined, { readUntil: 0 });
  expect(describePosition(unread, "vault")).toMatchObject({ spans: [], readAt: undefined });
  expect(() => describePosition(app, "nothing")).toThrow(Refusal);
});

test("boundary: of many flows the newest five, newest first", () => {
  const app = createBooksApp();
  for (let index = 0; index < 9; index++) {
    const at = MIDNIGHT - (20 - index) * 3_600;
    const transaction = `0x${index.toString(16).padStart(64, "0")}` as const;
    const place = { chain: 31_337, transaction, logIndex: 0, part: 0, block: blockAt(at).number, at };
    addFlow(app.db, { ...place, position: "vault", leg: "", direction: "out", token: "dollar", amount: BigInt(index) });
  }
  app.set(MIDNIGHT);
  expect(describePosition(app, "vault").flows.map(({ amount }) => amount)).toEqual([8n, 7n, 6n, 5n, 4n]);
});
