import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { OutgoingMessage } from "../../../../src/app.ts";
import { USD } from "../../../../src/core/treasury/money.ts";
import type { Statement } from "../../../../src/core/treasury/statement.ts";
import { reportCard } from "../../../../src/discord/cards/report/card.ts";
import { reportDetails } from "../../../../src/discord/cards/report/details.ts";
import { ledgerStatement } from "../../../support/ledgers.ts";
import { expectSendable, words } from "../../../support/messages.ts";
import { exampleFacts, exampleStatement } from "../../../support/statements.ts";

const said = ({ body }: OutgoingMessage) => words(body["components"]).replaceAll("\\", "");
const card = async (statement: Statement) => said(await reportCard(statement, "m"));
const details = async (statement: Statement) => said(await reportDetails(statement, "m"));

test("default: the card says income, where it came from, what was none, and the value from and to", async () => {
  const message = await reportCard(ledgerStatement(), "m");
  expectSendable(message, "m");
  expect(said(message).split("\n").slice(0, 8)).toEqual([
    "### Daily report · Sun 22 Nov 2026",
    "**Income +$909.83** · +$903.83 after gas",
    "- Node rewards **+$882.63** · 2,101 HELIO to 21 nodes, **3 unpaid**",
    "- Reserve Vault tUSD **+$26.00** · 5.99 % a year",
    "- HELIO farm **+$4.20**",
    "- tUSD loan **−$3.00**",
    "Not income: paid in $9,999.00 · paid out $210.00 · prices −$1,200.00",
    "Treasury value **$225,623 → $234,239**",
  ]);
  expect(message.post?.name).toBe("Daily report · Sun 22 Nov 2026");
});

test("default: the thread has every position with its legs, the steps between both ends, prices with their rounds, and the files", async () => {
  const message = await reportDetails(ledgerStatement(), "m");
  expectSendable(message, "m");
  for (const line of [
    "Opening **$225,623** · paid in +$9,999.00 · paid out −$210.00 · income +$26.00 · to claim +$4.00 · costs −$3.00 · price −$1,200.00 · Closing **$234,239**",
    "  - 160,000 tUSD → 170,068 tUSD · paid in 10,042 tUSD · income 26 tUSD · promised 6.2 % a year, got 5.99 %",
    "  - reward: 5 HELIO → 15 HELIO · income 10 HELIO",
    "  - **nothing to** 3, 9, 11",
    "- 150,065 tUSD cost $150,060 (65 tUSD of it nobody saw come), worth $150,050, −$10.00",
    "- owed 20,003 tUSD, taken up for $20,010.00, now $20,001.00, +$9.00",
    "- **HELIO farm** −$6.00 (−1.39 %), fees +$10.00, net +$4.00, since 24 Oct",
    "Gas of 4 transactions $6.00; net of gas +$903.83",
    "- helio-usd $0.4200, 30 min old (round 18446744073709551616, block 18115200)",
  ])
    expect(said(message).split("\n")).toContain(line);
  for (const { name, data } of message.files.filter((file) => !file.name.endsWith(".png")))
    expect(said(message)).toContain(`SHA-256 of ${name}: ${createHash("sha256").update(data).digest("hex")}`);
  expect(message.files.map(({ name }) => name.replace("daily-2026-11-22", ""))).toEqual([
    "-value.png",
    "-rates.png",
    "-nodes.png",
    ".csv",
    ".json",
  ]);
});

test("behavior: the thread says what the treasury returned and whether flows were badly timed, what inflation left, and what pools made", async () => {
  const rate = (millionths: bigint) => millionths * 10n ** 21n;
  const returns = {
    ...{
      timeWeighted: rate(-10_000n),
      moneyWeighted: rate(-14_000n),
      yearly: undefined,
      isExact: false,
      leftOut: ["ODD"],
    },
    real: { rate: rate(2_000n), afterwards: rate(-11_900n), bridged: [], extrapolatedFrom: "2026-10" },
  };
  const real = {
    usd: 90_000_000_000n,
    base: "2025-09",
    name: "CPI-U",
    bridged: ["2025-10"],
    extrapolatedFrom: undefined,
  };
  const usd = { heldUsd: 1_000_000_000_000n, poolUsd: 959_000_000_000n, lossUsd: -41_000_000_000n };
  const pool = { ...usd, feesUsd: 60_800_000_000n, netUsd: 19_800_000_000n, since: 0, isExact: true };
  const pools = [{ ...pool, position: "pool", label: "HELIO pool" }];
  const message = await reportDetails({ ...ledgerStatement(), returns, real, pools }, "m");
  expectSendable(message, "m");
  for (const line of [
    "Treasury: return in USD about −1 % · weighted by money −1.4 %: flows were badly timed by −0.4 pp · after inflation −1.19 % (extrapolated from 2026-10)",
    "-# The return is without ODD: there is no price.",
    "-# Income after inflation +$900.00 in money of 2025-09, by CPI-U (2025-10 not published, bridged)",
    "- **HELIO pool** −$410.00 (−4.1 %), fees +$608.00, net +$198.00, since 1 Jan",
  ])
    expect(said(message).split("\n")).toContain(line);
  const near = { ...returns, moneyWeighted: rate(-10_400n) };
  expect(await details({ ...ledgerStatement(), returns: near })).toContain("weighted by money −1.04 % ·");
});

test("behavior: remarks that the card has no room for are all in the thread; few are not said twice", async () => {
  const notes = (count: number) => Array.from({ length: count }, (_, index) => `Remark ${index + 1}.`);
  const many = exampleStatement({}, { notes: notes(5) });
  expect(await card(many)).toContain("- Remark 3.\n…and 2 more remarks, in the thread");
  expect(await details(many)).toContain("- Remark 5.");
  expect(await details(exampleStatement({}, { notes: notes(3) }))).not.toContain("Remark");
});

test("behavior: a position's legs are one line, unknown as soon as one leg is, and the largest come first", async () => {
  const statement = ledgerStatement();
  const positions = statement.positions.map((one) =>
    one.leg === "reward" ? { ...one, incomeUsd: undefined } : one.leg === "debt" ? { ...one, income: undefined } : one,
  );
  const text = await card({
    ...statement,
    positions: positions.map((one) => (one.leg === "debt" ? { ...one, incomeUsd: undefined } : one)),
  });
  expect(text).toContain("- HELIO farm **10 HELIO**\n- tUSD loan **income unknown**");
});

test("boundary: a value at the start that lacks a position of the end is not held against it", async () => {
  const statement = ledgerStatement();
  const { waterfall } = statement;
  if (!waterfall) throw new Error("no waterfall");
  const less = { ...waterfall, opening: waterfall.opening - USD * 20_000n, closing: waterfall.closing - USD * 20_000n };
  expect(await card(statement)).toContain("Treasury value **$225,623 → $234,239**");
  expect(await card({ ...statement, waterfall: less })).toContain("Treasury value **$234,239**");
});

test("boundary: a rate of nothing is said to be that, beside what was promised", async () => {
  const [vault, wallet] = ledgerStatement().positions;
  const rateOf = (apr: bigint | undefined, quoted: bigint | undefined) =>
    details({ ...ledgerStatement(), positions: [{ ...(vault ?? wallet), apr, quoted } as NonNullable<typeof vault>] });
  expect(await rateOf(0n, 20_000n)).toContain("promised 2 % a year, got 0 %");
  expect(await rateOf(undefined, 20_000n)).toContain("promised 2 % a year, no rate yet");
  expect(await rateOf(0n, undefined)).not.toContain("a year ·");
});

test("boundary: five positions of unknown income are named on the card, six are counted", async () => {
  const [position] = exampleStatement().positions;
  const unknown = (count: number) => ({
    ...exampleStatement(),
    positions: Array.from({ length: count }, (_, index) => ({
      ...(position as NonNullable<typeof position>),
      ...{ position: `p${index}`, label: `P ${index}`, income: undefined, incomeUsd: undefined },
    })),
  });
  expect(await card(unknown(5))).toMatch(/- P 0 \*\*income unknown\*\*/);
  expect(await card(unknown(6))).toMatch(/- 6 positions: \*\*income unknown\*\*/);
  expect(await details(unknown(1))).toMatch(/- \*\*P 0\*\* \S+ · income unknown/);
});

test("boundary: a statement older than the ledger is shown as far as it goes", async () => {
  const { openings, ...old } = exampleStatement();
  expect(await card(old)).toContain("Treasury value **$244,404**");
  const text = await details(old);
  expect(text).not.toMatch(/Opening|Held at the end|round/);
  expect(text).toContain("Local chain: block 18115200");
});

test("boundary: a hundred positions with long names leave room for all else, and say how many are in the files", async () => {
  const facts = exampleFacts({ nodes: 400 });
  const long = "**@everyone** [x](http://evil) ".repeat(20);
  const positions = Array.from({ length: 100 }, (_, index) => ({
    ...facts.positions[0],
    position: `p${index}`,
    label: long,
  }));
  const sources = Array.from({ length: 9 }, (_, index) => ({ ...facts.sources[0], source: `s${index}`, label: long }));
  const prices = Array.from({ length: 30 }, (_, index) => ({ ...facts.prices[0], name: `${index}${long}` }));
  const changes = { positions, sources, notes: Array.from({ length: 40 }, () => long), title: long };
  const statement = exampleStatement({}, { ...changes, prices: [...facts.prices, ...prices] } as never);
  const message = await reportDetails(statement, "m");
  expectSendable(message, "m");
  expect(said(message)).toMatch(/…and \d+ more positions, in the CSV below/);
  expect(said(message)).toMatch(/…and \d+ more remarks, in the CSV below/);
  expect(words(message.body["components"])).not.toMatch(/(?<!\\)\[x|(?<!\\)@everyone/);
  expectSendable(await reportCard(statement, "m"), "m");
});

test("error: what has no price and earned nothing is no line of income, and not called unknown", async () => {
  const statement = ledgerStatement();
  const idle = (own: Statement["positions"][number]) => ({ ...own, income: 0n, incomeUsd: undefined });
  const text = await card({ ...statement, positions: statement.positions.map(idle) });
  expect(text.split("\n").filter((line) => line.startsWith("- "))[1]).toBeUndefined();
  expect(text).not.toContain("****");
});
