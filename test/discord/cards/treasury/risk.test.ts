import { expect, test } from "vitest";
import { addFlow } from "../../../../db/flows.ts";
import { addQuote } from "../../../../db/quotes.ts";
import { addReading } from "../../../../db/readings.ts";
import { addRewards } from "../../../../db/rewards.ts";
import type { PegView } from "../../../../src/actions/treasury/describe-pegs.ts";
import { describeRisk } from "../../../../src/actions/treasury/describe-risk.ts";
import type { UnlocksView } from "../../../../src/actions/treasury/describe-unlocks.ts";
import { riskCard } from "../../../../src/discord/cards/treasury/risk.ts";
import { outgoing } from "../../../../src/discord/message-body.ts";
import type { TestApp } from "../../../support/app.ts";
import { blockAt, booksConfig, createBooksApp, MIDNIGHT, OTHER, OWNER, payment } from "../../../support/books.ts";
import { expectAccepted, shownText } from "../../../support/message-check.ts";

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

type Held = { cash?: bigint; coins?: bigint; loan?: bigint; health?: bigint };

function appWith(
  { cash = 60_000n, coins = 80_000n, loan = 0n, health }: Held = {},
  config = riskConfig(),
  silentSince = MIDNIGHT,
) {
  const app = createBooksApp(config, { silentSince });
  app.set(MIDNIGHT);
  const { number: block, hash: blockHash, timestamp: at } = blockAt(MIDNIGHT);
  const row = { chain: 31_337, block, blockHash, at, shares: null, growth: null };
  const held = { ...row, leg: "", kind: "held" } as const;
  addReading(app.db, { ...held, position: "cash", token: "dollar", amount: cash * DOLLAR });
  addReading(app.db, { ...held, position: "coins", token: "helio", amount: coins * HELIO });
  const debt = { ...row, position: "loan", leg: "debt", kind: "debt", token: "dollar" } as const;
  addReading(app.db, { ...debt, amount: -loan * DOLLAR, health: health ?? null });
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

function accent(app: TestApp): unknown {
  const [card] = riskCard(describeRisk(app)).components ?? [];
  return card && "accent_color" in card ? card.accent_color : undefined;
}

test("default: how it is divided, gross, and by whom; debts are told and not taken off", () => {
  // 100,020 in the vault, 60,000 in dollars, 40,000 in HELIO; 50,000 owed.
  const text = shown(appWith({ loan: 50_000n }));
  for (const words of [
    "### Risk · $200,020 held, $50,000.00 owed",
    "**Assets** are **concentrated**: tUSD 80 %, HELIO 20 %",
    "**Protocols** are **concentrated**: ERC-4626 vault 50 %, in none 50 %",
    "**Chains** are **concentrated**: Local chain 100 %",
    "assets 6,800 (1.4 equal parts), protocols 2,500 (3.9 equal parts), chains 10,000 (1.0 equal parts).",
    "**tUSD** at one dollar: holds (now exactly)",
  ])
    expect(text).toContain(words);
  expect(text).not.toContain("Locked");
});

test("default: the runway is what can be spent by what a usual month took, and what a fall leaves of it", () => {
  const app = appWith();
  move(app, 100, "cash", "in", 1n);
  for (const day of [80, 50, 20]) move(app, day, "cash", "out", 10_000n);
  // Into the vault and back are no payments.
  move(app, 40, "cash", "out", 30_000n, 9_999);
  move(app, 40, "vault", "in", 30_000n, 9_999);
  const text = shown(app);
  expect(text).toContain(
    "**Runway** 20.0 months at $10,000.00 a month (median of 3 months); 18.0 if all that is not stable halves",
  );
});

test("error: what left a balance that could never be read is no spending: it may be another token's", () => {
  const config = riskConfig();
  const wrong = { ...config.positions["cash"], label: "Wrong" };
  const app = appWith({}, { ...config, positions: { ...config.positions, wrong } as never });
  for (const day of [80, 50, 20]) move(app, day, "cash", "out", 10_000n);
  move(app, 30, "wrong", "out", 10n ** 27n);
  expect(shown(app)).toContain("at $10,000.00 a month");
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

test("default: a debt says how far it is from being liquidated, first of all", () => {
  const app = appWith({ loan: 50_000n, health: 1_130_000_000_000_000_000n });
  const text = shown(app);
  expect(text).toContain("**Loan · debt** health 1.13, **critical**: liquidated if its collateral falls 11.5 %");
  expect(text).toContain("-# 50,000 tUSD ($50,000.00) owed; read <t:");
  expect(text.indexOf("health 1.13")).toBeLessThan(text.indexOf("Runway"));
  expect(accent(app)).toBe(0xdc2626);
  expect(shown(appWith({ loan: 5n, health: 2n * HELIO }))).toContain("health 2, fine");
});

test("error: a debt whose health nobody told, long ago or by a price that is not fresh, is unknown and never fine", () => {
  expect(shown(appWith({ loan: 5n }))).toContain("health **unknown**: its protocol does not say it");
  const app = appWith({ loan: 5n, health: 3n * HELIO });
  expect(accent(app)).toBe(0x16a34a);
  app.set(MIDNIGHT + 2 * DAY);
  expect(shown(app)).toContain("health **unknown**: it could not be read lately; last read as 3");
  expect(accent(app)).toBe(0xd97706);
  const silent = appWith({ loan: 5n, health: 3n * HELIO }, undefined, MIDNIGHT - 2 * DAY);
  expect(shown(silent)).toContain("health **unknown**: a price it may follow from is not fresh; last read as 3");
});

test("default: what unlocks is told by when, and what has no day is not forgotten", () => {
  const app = appWith();
  const { number: block, hash: blockHash, timestamp: at } = blockAt(MIDNIGHT);
  const leg = { position: "cash", leg: "grant", kind: "locked", token: "helio", chain: 31_337 } as const;
  addReading(app.db, {
    ...{ ...leg, block, blockHash, at, amount: 5_000n * HELIO },
    unlocks: [
      { at: MIDNIGHT + DAY, amount: 1_000n * HELIO },
      { at: MIDNIGHT + 40 * DAY, amount: 1_500n * HELIO },
      { at: MIDNIGHT + 41 * DAY, amount: 500n * HELIO },
    ],
  });
  addRewards(app.db, "nodes", [{ ...payment(1, 700n * HELIO, MIDNIGHT), kind: "locked" }]);
  const text = shown(app);
  for (const words of [
    "- paid to nodes locked, no date known: 700 HELIO ($350.00)",
    `- **within 48 h**, Dollars · grant <t:${MIDNIGHT + DAY}:R>: 1,000 HELIO ($500.00)`,
    "- Apr 2026, 2 unlocks: 2,000 HELIO ($1,000.00)",
    "- no date known: 2,000 HELIO ($1,000.00)",
  ])
    expect(text).toContain(words);
});

test("default: issuers are told with what is looked through; tokens without one are in none, and debts in no share", () => {
  const config = riskConfig();
  const { dollar, helio } = config.tokens;
  if (dollar) dollar.issuer = "Circle";
  if (helio) helio.represents = "dollar";
  expect(shown(appWith({ loan: 50_000n }, config))).toContain("**Issuers** are **concentrated**: Circle 100 %");
  if (helio) delete helio.represents;
  const text = shown(appWith({ loan: 50_000n }, config));
  expect(text).toContain("**Issuers** are **concentrated**: Circle 80 %, unnamed 20 %");
  expect(shown(appWith())).not.toContain("**Issuers**");
});

test("error: a peg never holds on a feed that is silent, that did not answer when its chain was last read, or that another contradicts", () => {
  const app = appWith();
  const { number, hash: blockHash, timestamp } = blockAt(MIDNIGHT + 3_600);
  app.set(timestamp);
  // An hour later everything is read but the dollar's feed, which answered 0.
  addReading(app.db, {
    ...{ position: "cash", leg: "", kind: "held", token: "dollar", chain: 31_337, shares: null, growth: null },
    ...{ block: number, blockHash, at: timestamp, amount: 60_000n * DOLLAR },
  });
  expect(shown(app)).toMatch(
    /at one dollar: \*\*unknown\*\*, its price is not fresh \(exactly when last read <t:\d+:R>\)/,
  );
  const config = riskConfig();
  Object.assign(config.prices["dollar-usd"] ?? {}, { second: "helio-usd" });
  expect(shown(appWith({}, config))).toContain("**unknown**, its two prices disagree (the first: exactly)");
});

test("behavior: a peg that is off for half an hour is said, by how much it is; a moment's quote is not", () => {
  const app = appWith();
  app.set(MIDNIGHT + 3_600);
  quoteDollar(app, 30, 96_000_000n);
  expect(shown(app)).toContain("**tUSD** at one dollar: −4 % now, though not for half an hour yet");
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
  expect(later).toContain("**tUSD** at one dollar: **unknown**, its price is not fresh");
  const unread = createBooksApp(riskConfig(), { readUntil: 0 });
  unread.set(MIDNIGHT);
  expect(shown(unread)).toContain("- Never read: Reserve vault, Dollars, Coins, Loan");
});

test("boundary: many hostile names fit on one card, and what lies beyond is counted", () => {
  const app = appWith({ loan: 1n });
  const view = describeRisk(app);
  const hostile = Array.from({ length: 40 }, (_, index) => `@everyone [x](http://evil) ${index}`);
  const parts = hostile.map((name) => ({ name, usd: 1n }));
  const many = view.byAsset && { ...view.byAsset, parts };
  const pegs = hostile.map((symbol) => ({ ...view.pegs[0], symbol }) as PegView);
  const [debt] = view.debts;
  const debts = hostile.flatMap((label) => (debt ? [{ ...debt, label }] : []));
  const unlocks = hostile.map((label, index) => {
    const token = { name: label, symbol: label, decimals: 18 };
    return { kind: "month", unlocks: [{ at: MIDNIGHT + index * 40 * DAY, label, token, amount: 1n, usd: undefined }] };
  });
  const calendar = unlocks as UnlocksView["calendar"];
  const undated = unlocks.flatMap((span) => span.unlocks);
  const divided = { byAsset: many, byChain: many, byProtocol: many, byIssuer: many };
  const locked = { calendar, undated, rewards: undated };
  const full = { ...view, ...divided, debts, unlocks: locked, pegs, unpriced: hostile, unread: hostile };
  const message = outgoing(riskCard(full));
  expectAccepted(message);
  expect(shownText(message)).toContain("37 more");
  expect(shownText(message)).not.toMatch(/(?<!\\)@everyone/);
});
