import { beforeEach, expect, test } from "vitest";
import { treasury } from "../../commands/treasury.ts";
import { addCorrection } from "../../db/corrections.ts";
import { addReport, SCHEDULE } from "../../db/reports.ts";
import { writeStatement } from "../../src/core/treasury/statement/statement-text.ts";
import type { Statement } from "../../src/core/treasury/statement.ts";
import type { Reply } from "../../src/discord/command.ts";
import { limits } from "../../src/discord/limits.ts";
import { interactionAt, type TestApp } from "../support/app.ts";
import { booksConfig, createBooksApp } from "../support/books.ts";
import { ledgerStatement } from "../support/ledgers.ts";
import { words } from "../support/messages.ts";
import { END } from "../support/statements.ts";
import { ids } from "../support/test-config.ts";

const DAY = 86_400;
const member = { id: ids.ada, username: "ada", displayName: "Ada", roles: [] };

let app: TestApp;

beforeEach(() => {
  const { tokens, prices = {} } = booksConfig();
  app = createBooksApp(
    booksConfig({
      prices: { ...prices, "tusd-usd": prices["dollar-usd"] as never },
      tokens: { ...tokens, tusd: { ...tokens["dollar"], price: "tusd-usd" } as never },
    }),
  );
  Object.assign(app.config.chains[31_337] ?? {}, { explorer: "https://scan.example" });
});

function store(statement: Statement): void {
  const { name, from, to } = statement;
  addReport(app.db, { name, from, to, requestedBy: SCHEDULE, statement: writeStatement(statement), createdAt: to });
}

async function why(asked: string): Promise<Reply> {
  const interaction = interactionAt(1_772_366_400_000);
  const call = { member, interaction, seal: () => "x", subcommand: undefined, options: { why: asked } };
  return (await treasury.run(app, call)) as Reply;
}

const said = async (asked: string) => words((await why(asked)).components).replaceAll("\\", "");

function offered(typed: string) {
  return treasury.autocomplete?.["why"]?.(app, { member, typed, subcommand: undefined, given: {} }) as {
    name: string;
    value: string;
  }[];
}

test("default: the newest report's figures are offered, and what is typed narrows them", () => {
  store(ledgerStatement());
  const names = offered("").map(({ name }) => name.replace("Daily report · Sun 22 Nov 2026 · ", ""));
  expect(names.slice(0, 4)).toEqual(["Income", "Treasury value", "Node rewards", "Reserve Vault tUSD"]);
  expect(names).toContain("Paid out");
  expect(offered("paid").map(({ value }) => value)).toEqual(["1/paid-in", "1/paid-out"]);
  expect(offered("22 nov out")).toEqual([{ name: "Daily report · Sun 22 Nov 2026 · Paid out", value: "1/paid-out" }]);
  expect(offered("nothing of that name")).toEqual([]);
});

test("behavior: an older report is found by its day, the newest goes first", () => {
  const statement = ledgerStatement();
  for (let ago = 9; ago >= 0; ago -= 1) store({ ...statement, from: END - (ago + 1) * DAY, to: END - ago * DAY });
  expect(offered("").at(0)?.value).toBe("10/income");
  expect(offered("14 income").map(({ name }) => name)).toEqual([
    "Daily report · Sat 14 Nov 2026 · Income",
    "Daily report · Sat 14 Nov 2026 · Income in hand",
    "Daily report · Sat 14 Nov 2026 · Income to claim",
  ]);
});

test("default: a step is shown with the transactions that make it, each a link, and its sum", async () => {
  store(ledgerStatement());
  const text = await said("1/paid-in");
  expect(text).toMatch(/^### Paid in · \+\$9,999\.00\n-# Daily report · Sun 22 Nov 2026\n/);
  expect(text).toContain(
    `- paid in **+$9,999.00** · 10,000 tUSD · Reserve Vault tUSD · [0x111111…1111](https://scan.example/tx/0x${"1".repeat(64)}) · block 18115000`,
  );
  expect(text).toContain(
    "- tusd-usd $0.9999, 30 min old (round 18446744073709551617, block 18115200) of feed `0x4000000000000000000000000000000000000004`",
  );
  expect(text).not.toContain("helio-usd");
});

test("default: a position is shown with its readings at both ends, their blocks, and its entries, largest first", async () => {
  store(ledgerStatement());
  const text = await said("1/position:vault");
  expect(text).toContain(
    "- **Reserve Vault tUSD** +$26.00: 160,000 tUSD → 170,068 tUSD · paid in 10,042 tUSD · income 26 tUSD",
  );
  expect(text).toMatch(/from block 18108000 `0xaaa\S+` to block 18115200 `0xaaa\S+`, final/);
  const kinds = [...text.matchAll(/^- ([a-z ]+) \*\*/gm)].map(([, kind]) => kind);
  expect(kinds).toEqual(["paid in", "moved within the treasury", "income in hand"]);
  expect(text).toContain("[reading at block 18115004](https://scan.example/block/18115004)");
});

test("default: a price that changed is of a token, not of a position; a leg is called by its position and its own name", async () => {
  store(ledgerStatement());
  expect(await said("1/price-held")).toContain("- price of what is held **−$1,200.00** · HELIO · [reading at block");
  expect(await said("1/to-claim")).toContain(
    "- income to claim **+$4.00** · 10 HELIO · HELIO farm · reward · [reading",
  );
});

test("default: the file has every entry, reading and price of the figure and no others", async () => {
  store(ledgerStatement());
  const [file, ...more] = (await why("1/income")).files ?? [];
  expect(more).toEqual([]);
  expect(file?.name).toBe("daily-2026-11-22-income.csv");
  const rows = (file?.data.toString() ?? "").split("\r\n").map((row) => row.split(","));
  expect(rows.filter(([kind]) => kind === "entry").map(([, , item]) => item)).toEqual([
    "income-realised",
    "income-accrued",
    "expense",
  ]);
  expect(rows.filter(([kind, , item]) => kind === "position" && item === "income")).toHaveLength(3);
});

test("behavior: what is typed without being chosen finds the first figure that fits", async () => {
  store(ledgerStatement());
  expect(await said("reserve")).toContain("### Reserve Vault tUSD · earned +$26.00");
});

test("error: no report yet, no such figure, no such report: each refused in a sentence", async () => {
  await expect(why("income")).rejects.toThrow("No report has been made yet: there is no figure to ask about.");
  store(ledgerStatement());
  await expect(why("the moon")).rejects.toThrow("No report has such a figure.");
  await expect(why("1/rewards:moon")).rejects.toThrow("No report has such a figure.");
  await expect(why("99/income")).rejects.toThrow("There is no report 99.");
});

test("behavior: a corrected report is explained as it was corrected, and that is said", async () => {
  const statement = ledgerStatement();
  store(statement);
  addCorrection(app.db, {
    ...{ report: 1, at: END + DAY, changes: ["Income is $1 more."] },
    statement: writeStatement({ ...statement, totals: { ...statement.totals, incomeUsd: 0n } }),
  });
  expect(await said("1/income")).toContain(
    `### Income · $0.00\n-# Daily report · Sun 22 Nov 2026, as corrected <t:${END + DAY}:f>`,
  );
});

test("behavior: an entry without a price is shown as unknown, and said to be in no sum", async () => {
  const statement = ledgerStatement();
  const [first] = statement.entries ?? [];
  if (first === undefined) throw new Error("the example has entries");
  const dust = { ...first, logIndex: 99, token: "dust", units: 7n, usd: undefined };
  store({ ...statement, entries: [first, dust] });
  const text = await said("1/paid-in");
  expect(text).toContain("### Paid in · +$9,999.00");
  expect(text).toContain("- paid in **unknown** · 7 of dust");
  expect(text).toContain("-# Entries of tokens that have no price are in no sum.");
});

test("boundary: a report older than the ledger says that it has no entries", async () => {
  const { entries, waterfall, holdings, openings, ...old } = ledgerStatement();
  store(old);
  expect(offered("").some(({ value }) => value === "1/paid-in")).toBe(false);
  expect(await said("1/income")).toContain("This report is older than the ledger: no entries were kept with it.");
});

test("boundary: thousands of entries are shown as far as a message goes, and are all in the file", async () => {
  const statement = ledgerStatement();
  const [first] = statement.entries ?? [];
  if (first === undefined) throw new Error("the example has entries");
  const entries = Array.from({ length: 5_000 }, (_, logIndex) => ({
    ...first,
    logIndex,
    usd: BigInt(logIndex) * 10n ** 8n,
  }));
  store({ ...statement, entries });
  const reply = await why("1/paid-in");
  const text = words(reply.components);
  expect(text.length).toBeLessThanOrEqual(limits.text);
  expect(text).toContain("**+$4,999.00**");
  expect(text).toMatch(/…and 49\d\d more lines, in the CSV below/);
  expect(
    reply.files?.[0]?.data
      .toString()
      .split("\r\n")
      .filter((row) => row.startsWith("entry,")),
  ).toHaveLength(5_000);
});
