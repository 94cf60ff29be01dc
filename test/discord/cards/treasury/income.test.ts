import { expect, test } from "vitest";
import { addFee } from "../../../../db/fees.ts";
import { addReading } from "../../../../db/readings.ts";
import { addRewards } from "../../../../db/rewards.ts";
import { describeIncome } from "../../../../src/actions/treasury/describe-income.ts";
import type { Config } from "../../../../src/config/schema.ts";
import { incomeCard } from "../../../../src/discord/cards/treasury/income.ts";
import { outgoing } from "../../../../src/discord/message-body.ts";
import { blockAt, booksConfig, createBooksApp, MIDNIGHT, OTHER, OWNER, payment } from "../../../support/books.ts";
import { expectAccepted, shownText } from "../../../support/message-check.ts";

const DAY = 86_400;
const HELIO = 10n ** 18n;

function shown(view: Parameters<typeof incomeCard>[0]): string {
  const message = outgoing(incomeCard(view));
  expectAccepted(message);
  return shownText(message).replaceAll("\\", "");
}

function appOf(config?: Config) {
  const app = createBooksApp(config);
  app.set(MIDNIGHT);
  return app;
}

test("default: node rewards and yields over 7 and 30 days, one line each, and the total", () => {
  // Three nodes are paid 60 HELIO at $0.50 on each of eighteen days and 30 on two; the vault earns a dollar a day.
  const text = shown(describeIncome(appOf()));
  expect(text).toContain("### Income of 7 d · +$187.00");
  expect(text).toContain("**Node rewards** +$180.00");
  expect(text).toContain("**Reserve vault** +$7.00");
  expect(text).toContain("### Income of 30 d · +$590.00");
  expect(text).toContain("**Reserve vault** +$20.00 · since <t:");
  expect(text).not.toContain("accrued $");
  expect(text).not.toContain("after inflation");
});

test("behavior: what is yet to claim stands apart from what is in hand, and a claim moves it from one to the other", () => {
  const app = appOf();
  const row = (logIndex: number, kind: "accrued" | "claimed", amount: bigint) => {
    return { ...payment(1, amount, MIDNIGHT - 3_600), logIndex: 50 + logIndex, kind };
  };
  addRewards(app.db, "nodes", [row(1, "accrued", 100n * HELIO), row(2, "claimed", 40n * HELIO)]);
  const text = shown(describeIncome(app));
  expect(text).toContain("**Node rewards** +$230.00 · realised $200.00, accrued $30.00");
  expect(text).toContain("### Income of 7 d · +$237.00\nrealised $207.00, accrued $30.00");
});

test("behavior: a debt's interest is a cost, and lowers the total", () => {
  const aave = booksConfig({
    positions: {
      loan: {
        ...{ kind: "aave-v3", chain: 31_337, label: "Loan", asset: OTHER, supply: OTHER, debt: OWNER, holder: OWNER },
        token: "dollar",
      },
    } as never,
  });
  const app = appOf(aave);
  const row = { chain: 31_337, position: "loan", token: "dollar", shares: null, growth: null };
  for (const [day, supply, debt] of [
    [8, 1_000_000_000n, -500_000_000n],
    [0, 1_001_000_000n, -502_000_000n],
  ] as const) {
    const { number: block, hash: blockHash, timestamp: at } = blockAt(MIDNIGHT - day * DAY);
    addReading(app.db, { ...row, block, blockHash, at, leg: "supplied", kind: "held", amount: supply });
    addReading(app.db, { ...row, block, blockHash, at, leg: "debt", kind: "debt", amount: debt });
  }
  expect(shown(describeIncome(app))).toContain("**Loan** −$1.00 · realised $1.00, cost −$2.00");
});

test("behavior: with a series of consumer prices the income is told in money of the base month", () => {
  const inflation = { name: "US CPI-U", series: { "2025-02": 100, "2026-02": 104 }, base: "2025-02" };
  const text = shown(describeIncome(appOf(booksConfig({ inflation }))));
  expect(text).toMatch(
    /Income after inflation \+\$179\.\d\d in money of 2025-02, by US CPI-U \(extrapolated from 2026-02\)/,
  );
});

test("error: what has no price is told in tokens, and what was not read is unknown", () => {
  const app = appOf();
  const helio = app.config.tokens["helio"];
  if (helio) delete helio.price;
  const text = shown(describeIncome(app));
  expect(text).toContain("Income of 7 d · unknown, of which known +$7.00");
  expect(text).toContain("**Node rewards** value unknown · 360 HELIO");
  const unread = createBooksApp(undefined, { readUntil: 0 });
  unread.set(MIDNIGHT);
  expect(shown(describeIncome(unread))).toContain("**Reserve vault** unknown: not read at both ends");
});

test("behavior: a stale price still values, and is said; one that nobody can believe any more does not", () => {
  const app = createBooksApp(undefined, { silentSince: MIDNIGHT - 2 * DAY });
  app.set(MIDNIGHT);
  expect(shown(describeIncome(app))).toContain("Prices in doubt: helio-usd 2 d old; dollar-usd 2 d old");
  expect(shown(describeIncome(app))).toContain("### Income of 7 d · +$187.00");
  app.set(MIDNIGHT + 2 * DAY);
  expect(shown(describeIncome(app))).toContain("helio-usd 4 d old, not used");
  expect(shown(describeIncome(app))).toContain("### Income of 7 d · unknown");
});

test("boundary: nothing watched is said; many sources with hostile names fit on one card", () => {
  const app = appOf();
  app.config.positions = {};
  app.config.rewards = {};
  expect(shown(describeIncome(app))).toContain("No income is watched.");
  const view = describeIncome(appOf());
  const source = view.spans[0]?.sources[0];
  const many = Array.from({ length: 60 }, () => ({ ...source, label: "**@everyone** [x](http://evil)" })) as never;
  const spans = view.spans.map((span) => ({ ...span, sources: many }));
  expect(shown({ ...view, spans })).toContain("more sources");
});

/** The treasury's wallet paid half a HELIO, which is the chain's coin here, at $0.50 a day ago, and as much ten days ago. */
function appWithGas(chain: object = { coinPrice: "helio-usd", native: "HELIO" }, data: bigint | null = HELIO / 10n) {
  const app = appOf(booksConfig({ chains: { "31337": { name: "Local chain", ...chain } } }));
  for (const day of [1, 10]) {
    const { number: block, timestamp: at } = blockAt(MIDNIGHT - day * DAY);
    const row = { chain: 31_337, sender: OWNER, amount: HELIO / 2n, data, block, at };
    addFee(app.db, { ...row, transaction: `0x${String(day).padStart(64, "0")}` });
  }
  return app;
}

test("behavior: gas stands below the income with the part for data, and what is left of the income after it", () => {
  const text = shown(describeIncome(appWithGas()));
  expect(text).toContain("Gas of 1 transaction $0.25, of which data fee $0.05; net of gas +$186.75");
  expect(text).toContain("Gas of 2 transactions $0.50, of which data fee $0.10; net of gas +$589.50");
  expect(shown(describeIncome(appWithGas(undefined, null)))).toContain(
    "Gas of 1 transaction $0.25; net of gas +$186.75",
  );
});

test("error: gas without a price is told in the chain's coin, and nothing is called net of it", () => {
  const text = shown(describeIncome(appWithGas({})));
  expect(text).toContain("Gas of 1 transaction 0.5 ETH on Local chain · value unknown");
  expect(text).toContain("-# There is no price for ETH at the time of 1 transaction on Local chain");
  expect(text).not.toContain("net of gas");
});
