import fc from "fast-check";
import { expect, test } from "vitest";
import { listUnposted } from "../../../db/outbox.ts";
import { addQuote } from "../../../db/quotes.ts";
import { addReading } from "../../../db/readings.ts";
import { putRun } from "../../../db/runs.ts";
import { watchTreasury as job } from "../../../jobs/watch-treasury.ts";
import { watchTreasury } from "../../../src/actions/treasury-alerts/watch-treasury.ts";
import type { TreasuryAlertsConfig } from "../../../src/config/treasury-alerts.ts";
import { renderNotice } from "../../../src/discord/notices.ts";
import { createTestApp, type TestApp } from "../../support/app.ts";
import { blockAt, booksConfig, MIDNIGHT, OTHER, OWNER } from "../../support/books.ts";
import { expectAccepted, shownText } from "../../support/message-check.ts";
import { ids } from "../../support/test-config.ts";

const HOUR = 3_600;
const DOLLAR = 1_000_000n;

const ALL: TreasuryAlertsConfig = { health: true, pegs: true, feeds: true, unlocks: true };

/** A loan and dollars that may be locked; one feed. */
function alertApp(treasuryAlerts: TreasuryAlertsConfig | undefined = ALL): TestApp {
  const at = { chain: 31_337, holder: OWNER, token: "dollar" };
  const positions = {
    cash: { ...at, kind: "balance", label: "Dollars", contract: OTHER },
    loan: { ...at, kind: "aave-v3", label: "Loan", asset: OTHER, debt: OTHER },
  };
  const config = booksConfig({ rewards: {}, reports: {}, positions: positions as never });
  Object.assign(config.tokens["dollar"] ?? {}, { peg: "USD" });
  delete config.prices["helio-usd"];
  const app = createTestApp({ config: { ...config, treasuryAlerts } });
  app.set(MIDNIGHT);
  return app;
}

/** What is read at an hour: the debt's health in hundredths, the dollar in cents, and what unlocks in how many hours; no debt, price or unlock where left out. */
type Hour = { health?: number | undefined; cents?: number | undefined; unlock?: number | undefined };

function readHour(app: TestApp, hour: number, { health, cents, unlock }: Hour): void {
  const { number: block, hash: blockHash, timestamp: at } = blockAt(MIDNIGHT + hour * HOUR);
  app.set(at + 60);
  const row = { chain: 31_337, block, blockHash, at, shares: null, growth: null, token: "dollar" };
  const unlocks = unlock === undefined ? null : [{ at: MIDNIGHT + unlock * HOUR, amount: 5_000n * DOLLAR }];
  addReading(app.db, { ...row, position: "cash", leg: "", kind: "held", amount: 90_000n * DOLLAR, unlocks });
  const owed = health === undefined ? 0n : -50_000n * DOLLAR;
  const factor = health === undefined ? null : BigInt(health) * 10n ** 16n;
  addReading(app.db, { ...row, position: "loan", leg: "debt", kind: "debt", amount: owed, health: factor });
  if (cents === undefined) return;
  const quote = { price: "dollar-usd", chain: 31_337, block, at, round: block, decimals: 8, updatedAt: at - 60 };
  addQuote(app.db, { ...quote, answer: BigInt(Math.round(cents * 1_000_000)) });
}

const rows = (app: TestApp) => listUnposted(app.db).filter(({ kind }) => kind === "treasury-alerts");

/** Every message as it would be said now. */
async function messages(app: TestApp): Promise<string[]> {
  const rendered = rows(app).map(async ({ kind, refs }) => {
    const message = await renderNotice(app, kind, refs, "mark");
    expectAccepted(message);
    return shownText(message).replaceAll("\\", "");
  });
  return Promise.all(rendered);
}

test("default: without `treasuryAlerts` in the config nothing is said, and where all is well neither", async () => {
  const silent = alertApp();
  const quiet = { ...silent, config: { ...silent.config, treasuryAlerts: undefined } };
  readHour(silent, 0, { health: 90, cents: 80 });
  expect(await job.run(quiet)).toEqual({ did: { alerts: 0 } });
  const well = alertApp();
  for (const hour of [0, 1]) readHour(well, hour, { health: 200, cents: 100, unlock: 100 });
  expect(watchTreasury(well)).toBe(0);
  expect([...rows(silent), ...rows(well)]).toEqual([]);
});

test("default: a debt that comes near to liquidation is said once for each band, in the alarm channel, and when it is well again", async () => {
  const app = alertApp();
  const steps: [number | undefined, number][] = [
    [160, 0],
    [149, 1],
    [148, 0],
    // Just above the edge is not well yet.
    [151, 0],
    [118, 1],
    [121, 0],
    [130, 1],
    [undefined, 1],
  ];
  for (const [hour, [health, said]] of steps.entries()) {
    readHour(app, hour, { health, cents: 100 });
    expect([hour, watchTreasury(app)]).toEqual([hour, said]);
    expect(watchTreasury({ ...app })).toBe(0);
  }
  expect(rows(app)[0]).toMatchObject({
    destination: ids.alarms,
    refs: { "health loan/debt": `warn ${149n * 10n ** 16n}` },
  });
  const [low, critical, better, over] = await messages(app);
  expect(low).toContain(
    "### ⚠ The treasury needs a look\n- **Loan · debt**: the health factor of its debt is 1.49, low",
  );
  expect(critical).toContain("1.18, **critical**");
  expect(better).toContain("1.3, low");
  expect(over).toContain(
    "nothing of this is the matter any more\n- Loan · debt: its debt is no longer near liquidation",
  );
});

test("error: a debt that nobody can judge any more is said, and is not over because of that", async () => {
  const app = alertApp();
  readHour(app, 0, { health: 200, cents: 100 });
  app.pass(26 * HOUR);
  expect(watchTreasury(app)).toBe(1);
  expect((await messages(app))[0]).toContain("how safe its debt is, is not known any more; it was last 2");
  const bad = alertApp();
  readHour(bad, 0, { health: 110, cents: 100 });
  expect(watchTreasury(bad)).toBe(1);
  bad.pass(26 * HOUR);
  expect(watchTreasury(bad)).toBe(0);
});

test("default: a lost peg is said after half an hour, with how far it is off, and when it is back", async () => {
  const app = alertApp();
  for (const [hour, cents] of [100, 96, 96.5, 97.2, 99.9].entries()) {
    readHour(app, hour, { cents });
    watchTreasury(app);
  }
  const told = await messages(app);
  expect(told.length).toBe(2);
  expect(told[0]).toContain("- **tUSD** at one dollar is off: −3.5 %");
  expect(told[1]).toContain("tUSD is worth a dollar again");
});

test("default: a feed that missed two readings is said and when it is back; that nothing was read is not its fault", async () => {
  const app = alertApp();
  readHour(app, 0, { cents: 100 });
  readHour(app, 1, {});
  expect(watchTreasury(app)).toBe(0);
  readHour(app, 2, {});
  expect(watchTreasury(app)).toBe(1);
  readHour(app, 3, { cents: 100 });
  expect(watchTreasury(app)).toBe(1);
  const [lost, back] = await messages(app);
  expect(lost).toContain(`price **dollar-usd** is not told any more; it was last updated <t:${MIDNIGHT - 60}:R>`);
  expect(back).toContain("price dollar-usd is back");
  app.pass(400 * HOUR);
  expect(watchTreasury(app)).toBe(0);
});

test("default: what unlocks within two days is said once, and that it has unlocked is no news", async () => {
  const app = alertApp();
  for (const hour of [0, 1, 2, 60]) {
    readHour(app, hour, { cents: 100, unlock: 49.5 });
    watchTreasury(app);
  }
  expect((await messages(app)).map((text) => text.split("\n")[1])).toEqual([
    `- **Dollars**: 5,000 tUSD unlock <t:${MIDNIGHT + 49.5 * HOUR}:R>`,
  ]);
});

test("behavior: after a long stop nothing is news until the positions have been read once, or tried", async () => {
  const app = alertApp();
  readHour(app, 0, { health: 200, cents: 100 });
  const run = { job: "read-yields", startedAt: app.now(), finishedAt: app.now(), failure: null };
  putRun(app.db, run);
  app.pass(48 * HOUR);
  expect(await job.run(app)).toEqual({ did: { alerts: 0 } });
  putRun(app.db, { ...run, finishedAt: app.now(), failure: "No provider answered." });
  expect(await job.run(app)).not.toEqual({ did: { alerts: 0 } });
});

test("boundary: one message in a quarter of an hour; what is not asked for is neither said nor over", async () => {
  const app = alertApp();
  readHour(app, 0, { health: 140, cents: 100, unlock: 20 });
  app.set(MIDNIGHT + HOUR + 30);
  expect(watchTreasury(app)).toBe(2);
  const fewer = { ...app, config: { ...app.config, treasuryAlerts: { ...ALL, health: false } } };
  readHour(app, 1, { health: 100, cents: 100 });
  expect(watchTreasury(app)).toBe(0);
  app.pass(900);
  expect(watchTreasury(fewer)).toBe(0);
  expect(watchTreasury(app)).toBe(1);
});

test("law: whatever is read, and however often it is killed: what was said, taken together, is what is the matter", () => {
  const hour = fc.record({
    health: fc.option(fc.integer({ min: 90, max: 170 }), { nil: undefined }),
    cents: fc.option(fc.constantFrom(100, 99.2, 96, 80), { nil: undefined }),
    unlock: fc.option(fc.integer({ min: 0, max: 80 }), { nil: undefined }),
    isKilled: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(hour, { minLength: 2, maxLength: 12 }), (hours) => {
      const app = alertApp();
      const killed = () => {
        throw new Error("killed");
      };
      for (const [index, { isKilled, ...read }] of hours.entries()) {
        readHour(app, index, read);
        const before = rows(app).length;
        if (isKilled) {
          try {
            watchTreasury({ ...app, wake: killed });
          } catch {}
          expect(rows(app).length).toBe(before);
        }
        const said = watchTreasury(app);
        expect(rows(app).length - before).toBe(said > 0 ? 1 : 0);
        expect(watchTreasury(app)).toBe(0);
        app.pass(900);
        expect(watchTreasury(app)).toBe(0);
        const { health = 999 } = read;
        const told = rows(app).at(-1)?.refs["health loan/debt"];
        if (read.cents !== undefined && health < 150) expect(told).toBeDefined();
        if (read.cents !== undefined && (health > 153 || read.health === undefined)) expect(told).toBeUndefined();
      }
    }),
    { numRuns: 30 },
  );
}, 120_000);
