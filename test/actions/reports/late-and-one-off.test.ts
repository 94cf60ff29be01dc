import { expect, test } from "vitest";
import { addRewards } from "../../../db/rewards.ts";
import { paybackOf } from "../../../src/actions/nodes/node-payback.ts";
import { describeReport } from "../../../src/actions/reports/describe-report.ts";
import { writeReport } from "../../../src/actions/reports/write-report.ts";
import { describeIncome } from "../../../src/actions/treasury/describe-income.ts";
import type { Statement } from "../../../src/core/treasury/statement.ts";
import { reportCard } from "../../../src/discord/cards/report/card.ts";
import { reportDetails } from "../../../src/discord/cards/report/details.ts";
import { incomeCard } from "../../../src/discord/cards/treasury/income.ts";
import { statementCsv } from "../../../src/reports/tables/statement-csv.ts";
import { findRewardSource, rewardKinds } from "../../../src/sources/rewards/index.ts";
import { yieldKinds } from "../../../src/sources/yields/index.ts";
import type { TestApp } from "../../support/app.ts";
import { booksConfig, createBooksApp, MIDNIGHT, payment } from "../../support/books.ts";
import { testConfig, token } from "../../support/test-config.ts";

const DAY = 86_400;
const HELIO = 10n ** 18n;

async function yesterday(app: TestApp): Promise<Statement> {
  const result = await writeReport(app, { name: "daily", period: { from: MIDNIGHT - DAY, to: MIDNIGHT } });
  return describeReport(app, "id" in result ? result.id : 0);
}

async function said(statement: Statement): Promise<string> {
  const messages = [await reportCard(statement, "m"), await reportDetails(statement, "m")];
  return JSON.stringify(messages.map(({ body }) => body)).replaceAll("\\\\", "");
}

/** The example with another source of the same kind. */
function withGrants(oneOff: boolean | undefined) {
  const { rewards = {} } = booksConfig();
  const grants = { ...rewards["nodes"], label: "Grants", ...(oneOff === undefined ? {} : { oneOff }) };
  return booksConfig({ rewards: { ...rewards, grants } as never });
}

function grant(app: TestApp): void {
  addRewards(app.db, "grants", [payment(1, 1_000n * HELIO, MIDNIGHT - 3_600)]);
}

test("behavior: a payment for an epoch long left behind is income of the day, and said to be late", async () => {
  const app = createBooksApp();
  const today = Math.floor((MIDNIGHT - DAY) / DAY);
  addRewards(app.db, "nodes", [
    { ...payment(3, 5n * HELIO, MIDNIGHT - 3_600), epoch: today - 9 },
    { ...payment(3, 2n * HELIO, MIDNIGHT - 7_200), epoch: today - 8 },
    { ...payment(3, HELIO, MIDNIGHT - 10_800), epoch: today - 1 },
  ]);
  const statement = await yesterday(app);
  const late = { amount: 7n * HELIO, payments: 2, epochs: 2 };
  expect(statement.rewards[0]).toMatchObject({ total: 38n * HELIO, late });
  expect((await said(statement)).match(/of which 7 HELIO for earlier epochs/g)).toHaveLength(2);
  expect(statementCsv(statement)).toContain("reward,Node rewards,for earlier epochs");
});

test("default: where all is in its turn and comes again, nothing is said of either", async () => {
  const statement = await yesterday(createBooksApp());
  expect(statement.rewards[0]?.late).toBeUndefined();
  expect(Object.keys(statement.totals)).toEqual(["rewardsUsd", "yieldUsd", "incomeUsd", "treasuryUsd"]);
  expect(await said(statement)).not.toMatch(/recurring|one-off|earlier epochs/);
});

test("behavior: what comes once is told apart from what comes again", async () => {
  const app = createBooksApp(withGrants(true));
  grant(app);
  const statement = await yesterday(app);
  expect(statement.totals).toMatchObject({
    incomeUsd: 51_600_000_000n,
    recurringUsd: 1_600_000_000n,
    oneOffUsd: 50_000_000_000n,
  });
  expect(await said(statement)).toContain("**Income +$516.00** (recurring +$16.00, one-off +$500.00)");
  expect(statementCsv(statement)).toContain("total,,oneOff");
  const { spans } = describeIncome(app);
  expect(spans[0]?.split).toMatchObject({ oneOff: 50_000_000_000n });
  const words = JSON.stringify(incomeCard(describeIncome(app)));
  expect(words).toContain("one-off +$500.00)");
  expect(words).toContain("**Grants** +$500.00 · one-off");
});

test("boundary: a source that pays once and paid nothing is not in the headline", async () => {
  const statement = await yesterday(createBooksApp(withGrants(true)));
  expect(statement.totals.oneOffUsd).toBe(0n);
  expect(await said(statement)).not.toContain("recurring");
});

test("default: only drops come once where the config does not say otherwise", () => {
  const drop = { contract: token, tree: { file: "./drop.json" }, epoch: 1, block: 0 };
  const common = { chain: 31_337, label: "Drops", token: "helio", drops: [drop] };
  const rewards = {
    drops: { kind: "merkle-drop", ...common },
    monthly: { kind: "merkle-drop", ...common, oneOff: false },
  };
  const tokens = { helio: { chain: 31_337, address: token, symbol: "HELIO", decimals: 18 } };
  const config = testConfig({ tokens, rewards: rewards as never }, { rewards: rewardKinds, yields: yieldKinds });
  expect(findRewardSource(config, "drops").oneOff).toBe(true);
  expect(findRewardSource(config, "monthly").oneOff).toBe(false);
  expect(findRewardSource(withGrants(undefined), "grants").oneOff).toBe(false);
});

test("behavior: nobody reckons with more of what comes once", () => {
  const app = createBooksApp();
  const helio = { name: "helio", symbol: "HELIO", decimals: 18 };
  const sums = { last7: 0n, last30: 0n, all: 30n * HELIO, claimable: 0n, claimed: 0n, locked: 0n, lost: 0n };
  const money = { token: helio, ...sums };
  const back = (cost: string, oneOff: boolean) =>
    paybackOf(app, cost, [money], [HELIO, HELIO, HELIO], [], { epochSeconds: DAY, oneOff });
  expect(back("40 HELIO", false)).toEqual({ state: "ahead", days: 10n });
  expect(back("40 HELIO", true)).toEqual({ state: "unknown", why: "what it earns comes once, and not again" });
  expect(back("30 HELIO", true)).toEqual({ state: "reached" });
});
