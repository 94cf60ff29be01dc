import fc from "fast-check";
import { expect, test } from "vitest";
import { findNode, putNode } from "../../../db/nodes.ts";
import { addRewards, type NewReward } from "../../../db/rewards.ts";
import { describeFleet } from "../../../src/actions/nodes/describe-fleet.ts";
import { describeNodes } from "../../../src/actions/nodes/describe-nodes.ts";
import { settleEpochs } from "../../../src/actions/rewards/settle-epochs.ts";
import { type MoneyKind, moneyKinds } from "../../../src/core/rewards/kinds.ts";
import { median } from "../../../src/core/rewards/node-pay.ts";
import { createTestApp, type TestApp } from "../../support/app.ts";
import { booksConfig, createBooksApp, MIDNIGHT, OWNER, payment } from "../../support/books.ts";

const DAY = 86_400;
const FIRST = 20_000;

type Row = { node: number; day: number; kind: MoneyKind; amount: bigint };

const row = fc.record({
  node: fc.integer({ min: 1, max: 7 }),
  day: fc.integer({ min: 0, max: 40 }),
  kind: fc.constantFrom(...moneyKinds),
  amount: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 2n ** 100n })),
});

const isEarned = ({ kind }: Row) => kind === "paid" || kind === "accrued" || kind === "locked";
const sum = (rows: readonly Row[]) => rows.reduce((total, { amount }) => total + amount, 0n);

/** Books of a source of its own, all of whose nodes were there from the start, in two regions. */
async function fill(app: TestApp, source: string, rows: readonly Row[]): Promise<void> {
  for (let node = 1; node <= 7; node += 1)
    putNode(app.db, {
      ...{ source, node: String(node), owner: OWNER, region: node < 6 ? "large" : "small", class: null, since: 1 },
    });
  const rewards = rows.map(({ node, day, kind, amount }, index): NewReward => {
    const at = (FIRST + day) * DAY + index;
    return { ...payment(node, amount, at), kind, epoch: FIRST + day, logIndex: index };
  });
  addRewards(app.db, source, rewards);
  await settleEpochs(app, source);
}

test("law: every figure of a node is what its rewards say when each of them is counted by hand", async () => {
  const app = createTestApp({ config: booksConfig() });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 120 }), async (rows) => {
      run += 1;
      // Books are never emptied: each history is of a source of its own.
      const source = `run-${run}`;
      Object.assign(app.config.rewards, { [source]: app.config.rewards["nodes"] });
      await fill(app, source, rows);
      const asked = [1, 6].map((node) => findNode(app.db, source, String(node))).filter((one) => one !== undefined);
      const view = describeNodes(
        app,
        source,
        asked.map((one) => ({ row: one, share: undefined })),
      );
      const days = [...new Set(rows.filter(isEarned).map(({ day }) => day))].sort((a, b) => a - b).slice(-30);
      expect(view.epochs.map(({ epoch }) => epoch)).toEqual(days.map((day) => FIRST + day));
      for (const found of view.nodes) {
        const own = rows.filter(({ node }) => String(node) === found.node);
        const of = (kind: MoneyKind) => sum(own.filter((one) => one.kind === kind));
        const earned = own.filter(isEarned);
        const [money] = found.money;
        expect(money.last30).toBe(sum(earned.filter(({ day }) => days.includes(day))));
        expect(money.last7).toBe(sum(earned.filter(({ day }) => days.slice(-7).includes(day))));
        expect(money.all).toBe(sum(earned));
        expect([money.claimed, money.locked, money.lost]).toEqual([of("claimed"), of("locked"), of("lost")]);
        if (typeof money.claimable === "bigint") expect(money.claimable).toBe(of("accrued") - of("claimed"));
        else if (money.claimable === "unknown") expect(of("claimed")).toBeGreaterThan(of("accrued"));
        const paid = (day: number) => sum(earned.filter((one) => one.day === day)) > 0n;
        expect(found.attendance.missed).toBe(days.slice(0, -1).filter((day) => !paid(day)).length);
        expectMiddles(found.middles, days, found.node === "1" ? rows : undefined, rows);
      }
    }),
    { numRuns: 80 },
  );
  expect(run).toBeGreaterThanOrEqual(80);
}, 60_000);

/** Of the large region where five of it earned in any of the epochs; of everybody for the small one. */
function expectMiddles(
  found: readonly (bigint | undefined)[],
  days: readonly number[],
  ofLarge: readonly Row[] | undefined,
  rows: readonly Row[],
): void {
  const earnedBy = (day: number, isIn: (node: number) => boolean) => {
    const today = rows.filter((one) => one.day === day && isEarned(one) && isIn(one.node));
    return [...Map.groupBy(today, ({ node }) => node).values()].map(sum);
  };
  const isLarge = ofLarge !== undefined && days.some((day) => earnedBy(day, (node) => node < 6).length >= 5);
  expect(found).toEqual(days.map((day) => median(earnedBy(day, (node) => !isLarge || node < 6))));
}

test("default: the fleet's figures are the sums of its nodes' figures", async () => {
  const app = createBooksApp();
  app.set(MIDNIGHT);
  await settleEpochs(app, "nodes");
  const [fleet] = await describeFleet(app);
  const rows = ["1", "2", "3"].map((node) => findNode(app.db, "nodes", node)).filter((one) => one !== undefined);
  const { nodes } = describeNodes(
    app,
    "nodes",
    rows.map((one) => ({ row: one, share: undefined })),
  );
  expect(fleet?.last30).toBe(nodes.reduce((total, { money }) => total + money[0].last30, 0n));
  expect(fleet?.last7).toBe(nodes.reduce((total, { money }) => total + money[0].last7, 0n));
  const byRegion = fleet?.regions.flatMap(({ byEpoch }) => byEpoch).reduce((a, b) => a + b, 0n);
  expect(byRegion).toBe(fleet?.last30);
});

test("law: rewards are looked up by their whole key, never walked through", () => {
  const app = createBooksApp();
  const { $client } = app.db;
  const statements: string[] = [];
  const prepare = $client.prepare.bind($client);
  $client.prepare = ((sql: string) => {
    statements.push(sql);
    return prepare(sql);
  }) as typeof $client.prepare;
  const node = findNode(app.db, "nodes", "1");
  describeNodes(app, "nodes", node ? [{ row: node, share: undefined }] : []);
  const plans = statements
    .filter((sql) => /\breward\b|reward_total|\bcohort\b/.test(sql))
    .map((sql) => {
      const given = Array.from({ length: sql.split("?").length - 1 }, () => null);
      const steps = prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...given);
      return steps.map(({ detail }) => detail).filter((detail) => /\b(reward|reward_total|cohort)\b/.test(detail));
    });
  expect(plans.flat().length).toBeGreaterThanOrEqual(4);
  for (const step of plans.flat())
    expect(step).toMatch(/^SEARCH \w+ USING PRIMARY KEY \((source=\? AND epoch=\?|node=\?)/);
  expect(plans.flat()).toContain("SEARCH reward USING PRIMARY KEY (source=? AND epoch=? AND node=?)");
});
