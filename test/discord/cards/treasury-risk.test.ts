import { expect, test } from "vitest";
import { addFlow } from "../../../db/flows.ts";
import { addQuote } from "../../../db/quotes.ts";
import { addReading } from "../../../db/readings.ts";
import { describeRisk } from "../../../src/actions/books/describe-risk.ts";
import { riskCard } from "../../../src/discord/cards/treasury-risk.ts";
import { outgoing } from "../../../src/discord/message-body.ts";
import type { TestApp } from "../../support/app.ts";
import { blockAt, booksConfig, createBooksApp, MIDNIGHT, OTHER, OWNER } from "../../support/books.ts";
import { expectAccepted, shownText } from "../../support/message-check.ts";

const DAY = 86_400;
const DOLLAR = 1_000_000n;
const HELIO = 10n ** 18n;

/** A vault and a balance of dollars, a balance of HELIO, and a loan; the tokens as in the example, the dollar with a peg. */
function riskConfig() {
  const plain = { kind: "balance", chain: 31_337, contract: OTHER, holder: OWNER };
  const config = booksConfig();
  const more = booksConfig({
    positions: {
      cash: { ...plain, label: "Dollars", token: "dollar" },
      coins: { ...plain, label: "Coins", token: "helio" },
      loan: {
        kind: "aave-v3",
        chain: 31_337,
        label: "Loan",
        asset: OTHER,
        debt: OTHER,
        holder: OWNER,
        token: "dollar",
      },
    } as never,
  });
  Object.assign(config.positions, more.positions);
  Object.assign(config.tokens["dollar"] ?? {}, { peg: "USD" });
  return config;
}

type Held = { cash?: bigint; coins?: bigint; loan?: bigint };

function appWith({ cash = 60_000n, coins = 80_000n, loan = 0n }: Held = {}, config = riskConfig()): TestApp {
  const app = createBooksApp(config);
  app.set(MIDNIGHT);
  const { number: block, hash: blockHash, timestamp: at } = blockAt(MIDNIGHT);
  const row = { chain: 31_337, block, blockHash, at, shares: null, growth: null };
  const held = { ...row, leg: "", kind: "held" } as const;
  addReading(app.db, { ...held, position: "cash", token: "dollar", amount: cash * DOLLAR });
  addReading(app.db, { ...held, position: "coins", token: "helio", amount: coins * HELIO });
  addReading(app.db, { ...row, position: "loan", leg: "debt", kind: "debt", token: "dollar", amount: -loan * DOLLAR });
  return app;
}

let counter = 0;

function move(
  app: TestApp,
  day: number,
  position: string,
  direction: "in" | "out",
  amount: bigint,
  transaction = ++counter,
) {
  const at = MIDNIGHT - day * DAY;
  addFlow(app.db, {
    ...{ chain: 31_337, transaction: `0x${transaction.toString(16).padStart(64, "0")}`, logIndex: counter++, part: 0 },
    ...{ position, leg: "", direction, block: blockAt(at).number, at },
    ...(position === "coins"
      ? { token: "helio", amount: amount * HELIO }
      : { token: "dollar", amount: amount * DOLLAR }),
  });
}

function quoteDollar(app: TestApp, minute: number, answer: bigint): void {
  const at = MIDNIGHT + minute * 60;
  const block = blockAt(MIDNIGHT).number + BigInt(minute);
  addQuote(app.db, {
    price: "dollar-usd",
    chain: 31_337,
    block,
    at,
    round: block,
    answer,
    decimals: 8,
    updatedAt: at - 1,
  });
}

function shown(app: TestApp): string {
  const message = outgoing(riskCard(describeRisk(app)));
  expectAccepted(message);
  return shownText(message).replaceAll("\\", "");
}

test("default: how it is divided, gross, and by whom; debts are told and not taken off", () => {
  // 100,020 in the vault, 60,000 in dollars, 40,000 in HELIO; 50,000 owed.
  const text = shown(appWith({ loan: 50_000n }));
  for (const words of [
    "### Risk · $200,020 held, $50,000.00 owed",
    "**Assets** tUSD 80 %, HELIO 19.99 %",
    "**concentrated**: 6800 of 10,000, as 1.4 equal parts",
    "**Protocols** ERC-4626 vault 50 %, in none 49.99 %",
    "**Chains** Local chain 100 %",
    "**concentrated**: 10000 of 10,000, as 1.0 equal parts",
    "**tUSD** at one dollar: holds (now exactly)",
  ])
    expect(text).toContain(words);
  expect(text).not.toContain("Locked");
});

test("default: the runway is what can be spent by the average of the last three months' payments, and what a fall leaves of it", () => {
  const app = appWith();
  move(app, 100, "cash", "in", 1n);
  for (const day of [80, 50, 20]) move(app, day, "cash", "out", 10_000n);
  // Into the vault and back are no payments.
  move(app, 40, "cash", "out", 30_000n, 9_999);
  move(app, 40, "vault", "in", 30_000n, 9_999);
  const text = shown(app);
  expect(text).toContain(
    "**Runway** 20.0 months at $10,000.00 a month (average of 90 d); 18.0 if all that is not stable halves",
  );
});

test("boundary: without payments, balances or a month of watching the runway is not made up", () => {
  const app = appWith();
  expect(shown(app)).toContain("watched for less than 30 days");
  move(app, 45, "cash", "in", 5n);
  expect(shown(app)).toContain("has no end: nothing was spent in 45 d.");
  const bare = createBooksApp();
  bare.set(MIDNIGHT);
  expect(shown(bare)).toContain("no plain balance is watched");
});

test("behavior: a peg that is off for half an hour is said, by how much it is; a moment's quote is not", () => {
  const app = appWith();
  app.set(MIDNIGHT + 3_600);
  quoteDollar(app, 30, 96_000_000n);
  expect(shown(app)).toContain("**tUSD** at one dollar: holds (now −4 %)");
  quoteDollar(app, 60, 96_500_000n);
  expect(shown(app)).toMatch(/\*\*is off by more than 3 %\*\* since <t:\d+:R> \(now −3.5 %\)/);
});

test("error: stale prices, what has none and what was never read are listed, and nothing is valued with them", () => {
  const app = appWith();
  const { helio } = app.config.tokens;
  if (helio) delete helio.price;
  move(app, 45, "coins", "out", 5n);
  const text = shown(app);
  expect(text).toContain("- Held without a usable price: HELIO");
  expect(text).toContain("is not known: something was paid in a token without a price.");
  app.set(MIDNIGHT + 10 * DAY);
  const later = shown(app);
  expect(later).toContain("- Prices in doubt: helio-usd 10 d old, not used, dollar-usd 10 d old, not used");
  expect(later).toContain("**tUSD** at one dollar: unknown, its price is stale");
  const unread = createBooksApp(riskConfig(), { readUntil: 0 });
  unread.set(MIDNIGHT);
  expect(shown(unread)).toContain("- Never read: Reserve vault, Dollars, Coins, Loan");
});

test("boundary: many hostile names fit on one card, and what lies beyond is counted", () => {
  const app = appWith();
  const view = describeRisk(app);
  const hostile = Array.from({ length: 40 }, (_, index) => `@everyone [x](http://evil) ${index}`);
  const parts = hostile.map((name) => ({ name, usd: 1n }));
  const many = view.byAsset && { ...view.byAsset, parts };
  const pegs = hostile.map((symbol) => ({ symbol, peg: view.pegs[0]?.peg, isStale: false }));
  const full = { ...view, pegs, unpriced: hostile, unread: hostile, byAsset: many, byChain: many, byProtocol: many };
  const message = outgoing(riskCard(full));
  expectAccepted(message);
  expect(shownText(message)).toContain("37 more");
  expect(shownText(message)).not.toMatch(/(?<!\\)@everyone/);
});
