import { expect, test } from "vitest";
import { describePosition } from "../../../../src/actions/treasury/describe-position.ts";
import { positionCard } from "../../../../src/discord/cards/treasury/position.ts";
import { outgoing } from "../../../../src/discord/message-body.ts";
import { booksConfig, createBooksApp, deposit, MIDNIGHT } from "../../../support/books.ts";
import { expectAccepted, shownText } from "../../../support/message-check.ts";

function shown(view: ReturnType<typeof describePosition>): string {
  const message = outgoing(positionCard(view));
  expectAccepted(message);
  return shownText(message).replaceAll("\\", "");
}

function viewOf(app: ReturnType<typeof createBooksApp>) {
  app.set(MIDNIGHT);
  return describePosition(app, "vault");
}

test("default: what it is worth, what each leg held and earned, what that returned, and what moved last", () => {
  const app = createBooksApp();
  deposit(app, MIDNIGHT - 86_400 * 15 - 7_200, 1_000_000n);
  const text = shown(viewOf(app));
  for (const words of [
    "### Reserve vault · $100,020",
    "**7 d** · return in USD +0.0069 %\n",
    "100,013 tUSD → 100,020 tUSD ($100,020)",
    "income 7 tUSD ($7.00) · 0.36 % a year",
    "paid in 1 tUSD ($1.00)",
    "- in 1 tUSD, <t:",
    `\`0x${"d".repeat(64)}\``,
    "ERC-4626 vault on Local chain",
    "“About”",
  ])
    expect(text).toContain(words);
});

test("behavior: with a series of consumer prices it says what inflation left, and what of that is guessed", () => {
  const config = booksConfig({ inflation: { series: { "2025-11": 100, "2026-01": 101 } } });
  const text = shown(viewOf(createBooksApp(config)));
  expect(text).toMatch(/after inflation −0\.\d+ % \(extrapolated from 2026-01\)/);
});

test("behavior: what a leg got a year is held against what was promised, and what a debt cost", () => {
  const view = viewOf(createBooksApp());
  const told = (changes: object) =>
    shown({
      ...view,
      spans: view.spans.map((span) => ({ ...span, legs: span.legs.map((leg) => ({ ...leg, ...changes })) })),
    });
  expect(told({ quoted: 31_000n, apr: 29_000n })).toContain("promised 3.1 % a year, got 2.9 %");
  expect(told({ quoted: 31_000n, apr: undefined })).toContain("promised 3.1 % a year, no rate yet");
  const debt = told({ kind: "debt", quoted: -31_000n, apr: -29_000n });
  expect(debt).toContain("promised to cost 3.1 % a year, cost 2.9 %");
});

test("behavior: what lies in a pool is held against its deposits, with what of it is unknown", () => {
  const view = viewOf(createBooksApp());
  const about = { position: "vault", label: "Vault", since: 1_772_000_000, isExact: true };
  const usd = { heldUsd: 1_000_000_000_000n, poolUsd: 959_000_000_000n, lossUsd: -41_000_000_000n };
  const pool = { ...about, ...usd, feesUsd: 60_800_000_000n, netUsd: 19_800_000_000n };
  expect(shown({ ...view, pool })).toContain(
    "**Against holding** since <t:1772000000:d>: −$410.00 (−4.1 %), fees +$608.00, net +$198.00",
  );
  const unknown = { ...pool, heldUsd: undefined, lossUsd: undefined, netUsd: undefined, isExact: false };
  expect(shown({ ...view, pool: unknown })).toContain(": unknown, fees +$608.00, net unknown");
  expect(shown(view)).not.toContain("holding");
});

test("error: what was never read, or has no price, is said to be unknown", () => {
  expect(shown(viewOf(createBooksApp(undefined, { readUntil: 0 })))).toContain("It has not been read yet");
  const app = createBooksApp();
  const dollar = app.config.tokens["dollar"];
  if (dollar) delete dollar.price;
  const text = shown(viewOf(app));
  expect(text).toContain("value unknown");
  expect(text).toContain("return in USD unknown");
  expect(text).toContain("income 7 tUSD · ");
});

test("boundary: many legs with hostile names still fit on one card, and what lies beyond is counted", () => {
  const view = viewOf(createBooksApp());
  const legs = view.spans.flatMap((span) => span.legs);
  const many = Array.from({ length: 30 }, () => ({ ...legs[0], leg: "@everyone [x](http://evil)" })) as typeof legs;
  const spans = view.spans.map((span) => ({ ...span, legs: many }));
  const text = shown({ ...view, spans, label: "**@here** ".repeat(20) });
  expect(text).toContain("more legs");
});
