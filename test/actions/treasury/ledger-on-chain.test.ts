import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { composeStatement } from "../../../src/actions/reports/write-report.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { lastDays } from "../../../src/core/treasury/periods.ts";
import { isReconciled } from "../../../src/core/treasury/statement/is-reconciled.ts";
import type { Statement } from "../../../src/core/treasury/statement.ts";
import { createWorldApp, type WorldApp } from "../../support/world-app.ts";

const DAY = 86_400;
const DAYS = 58;

let started: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

/** The world's whole past in its protocols' own contracts: vault, loan, pair, range, farm and wallets, read at each midnight. */
async function appWithPast(): Promise<WorldApp> {
  const app = await createWorldApp(started.world);
  const chain = app.chains.get(31_337);
  const midnight = Math.floor(app.now() / DAY) * DAY;
  for (let ago = DAYS; ago >= 0; ago -= 1) {
    const { unread } = await readPositions(app, 31_337, await chain.blockAt(midnight - ago * DAY));
    expect(unread).toEqual([]);
  }
  return app;
}

/** The statement of so many days up to the last midnight. */
function statementOf(app: WorldApp, days: number): Statement {
  const to = Math.floor(app.now() / DAY) * DAY;
  const period = { from: to - days * DAY, to };
  const { name: community, timeZone } = app.config;
  return composeStatement(app, {
    ...{
      name: "daily",
      title: "Daily",
      community,
      timeZone,
      complete: true,
      gap: undefined,
      newest: [],
      unread: new Map(),
      behind: [],
      traceless: [],
    },
    ...{ period, days: lastDays(timeZone, to, days) },
  });
}

test("law: two months in the protocols' own contracts balance, to the unit and to 1e-8 USD an entry", async () => {
  const app = await appWithPast();
  for (const days of [1, 7, 30, DAYS]) {
    const { waterfall, entries = [], positions, unknowns } = statementOf(app, days);
    expect(entries.filter(({ kind }) => kind === "unexplained")).toEqual([]);
    expect(unknowns.filter((sentence) => /misses|left out|not read/.test(sentence))).toEqual([]);
    const residual = Number(waterfall?.residual);
    expect(Math.abs(residual)).toBeLessThanOrEqual(entries.length);
    expect(new Set(positions.map(({ kind }) => kind))).toEqual(new Set(["held", "debt", "pooled", "claimable"]));
    for (const {
      opening = 0n,
      closing = 0n,
      paidIn,
      takenOut,
      income = 0n,
      converted = 0n,
      unexplained = 0n,
    } of positions)
      expect(closing - opening).toBe(paidIn - takenOut + income + converted + unexplained);
  }
});

test("law: a movement that is missing in the books is found, whichever it is", async () => {
  const app = await appWithPast();
  const { $client } = app.db;
  $client.exec("drop trigger flow_no_delete");
  const flows = $client
    .prepare("select rowid as id, * from flow where block > (select min(block) from reading)")
    .all() as { id: number; position: string }[];
  expect(flows.length).toBeGreaterThan(30);
  const whole = summaryOf(statementOf(app, DAYS));
  const columns = Object.keys(flows[0] ?? {}).filter((name) => name !== "id");
  const put = $client.prepare(
    `insert into flow (${columns.map((name) => `"${name}"`).join()}) values (${columns.map(() => "?").join()})`,
  );
  for (const flow of flows.filter((_, index) => index % 5 === 0)) {
    $client.prepare("delete from flow where rowid = ?").run(flow.id);
    expect(summaryOf(statementOf(app, DAYS)), `${flow.position}`).not.toEqual(whole);
    put.run(...columns.map((name) => flow[name as keyof typeof flow]));
  }
  expect(summaryOf(statementOf(app, DAYS))).toEqual(whole);
});

/** What a reader would see of the books: whether they balance, and what came, went and was earned. */
function summaryOf(statement: Statement) {
  const { waterfall, entries = [] } = statement;
  const cents = (usd: bigint | undefined) => Number(usd ?? 0n) / 1e6;
  return {
    isReconciled: isReconciled(statement),
    unexplained: entries.filter(({ kind }) => kind === "unexplained").length,
    steps: [waterfall?.paidIn, waterfall?.paidOut, waterfall?.realised, waterfall?.accrued, waterfall?.expenses].map(
      (usd) => Math.round(cents(usd)),
    ),
  };
}
