import { beforeEach, expect, test } from "vitest";
import { treasury } from "../../../../commands/treasury.ts";
import { writeReport } from "../../../../src/actions/reports/write-report.ts";
import { reportCard } from "../../../../src/discord/cards/report/card.ts";
import type { Answer, Command } from "../../../../src/discord/command.ts";
import { renderNotice } from "../../../../src/discord/notices.ts";
import { interactionAt, type TestApp } from "../../../support/app.ts";
import { createBooksApp, MIDNIGHT, OWNER } from "../../../support/books.ts";
import { expectSendable, words } from "../../../support/messages.ts";
import { exampleFacts, exampleStatement } from "../../../support/statements.ts";
import { ids } from "../../../support/test-config.ts";

let app: TestApp;

beforeEach(() => {
  app = createBooksApp();
  app.set(MIDNIGHT);
});

async function answer(command: Command, options: Record<string, unknown>): Promise<string> {
  const member = { id: ids.ada, username: "ada", displayName: "Ada", roles: [] };
  const reply: Answer = await command.run(app, {
    member,
    interaction: interactionAt(1_772_366_400_000),
    seal: () => "x",
    subcommand: undefined,
    options,
  });
  return words(reply);
}

test("behavior: books that do not explain what the treasury holds say so before any figure", async () => {
  const statement = { ...exampleStatement(), residualUsd: -2_000_000_000_000n };
  const said = words((await reportCard(statement, "mark")).body["components"]);
  expect(said.indexOf("UNRECONCILED")).toBeGreaterThan(0);
  expect(said.indexOf("UNRECONCILED")).toBeLessThan(said.indexOf("Income"));
  expect(words((await reportCard({ ...statement, residualUsd: 1n }, "mark")).body["components"])).not.toContain(
    "UNRECONCILED",
  );
});

test("default: a report says income, rewards, yield, value, blocks and prices, with its picture", async () => {
  const result = await writeReport(app, { name: "daily", period: { from: MIDNIGHT - 86_400, to: MIDNIGHT } });
  const id = result.state === "waiting" ? 0 : result.id;
  const message = await renderNotice(app, "report", { report: id }, "report-1");
  expectSendable(message, "report-1");
  const text = words(message.body["components"]).replaceAll("\\", "");
  for (const figure of [
    "Sat 28 Feb 2026",
    "Income +$16.00",
    "30 HELIO",
    "1 unpaid",
    "+$1.00",
    "0.36 % a year",
    "$100,020",
    "block 492312",
    "residual $0.00",
  ])
    expect(text).toContain(figure);
  expect(message.files.map(({ name }) => name)).toEqual(["daily-2026-02-28.png"]);
});

test("behavior: what is unknown is said to be, first of all in the figures themselves", async () => {
  const text = words((await reportCard(exampleStatement({ priced: false }), "m")).body);
  expect(text).toContain("Income in USD: unknown");
  expect(text).toContain("There is no price for HELIO");
});

test("boundary: a report with everything too long or too much is still a message Discord takes", async () => {
  const long = "**@everyone** [x](http://evil) ".repeat(20);
  const facts = exampleFacts({ nodes: 400 });
  const [position] = facts.positions;
  const positions = Array.from({ length: 40 }, (_, index) => ({
    ...position,
    position: `p${index}`,
    label: long,
    token: { name: "x", symbol: long.slice(0, 16), decimals: 18 },
  })) as typeof facts.positions;
  const source = facts.sources[0];
  const sources = Array.from({ length: 20 }, () => ({ ...source, label: long, payments: [] })) as typeof facts.sources;
  const message = await reportCard(
    exampleStatement({}, { title: long, positions, sources, notes: Array.from({ length: 30 }, () => long) }),
    "m",
  );
  expectSendable(message, "m");
  expect(words(message.body["components"])).not.toMatch(/(?<!\\)\[x|(?<!\\)@everyone/);
});

test("default: the treasury's answer says value, income, rate, block and how old the prices are", async () => {
  const text = (await answer(treasury, {})).replaceAll("\\", "");
  for (const figure of [
    "### Treasury · $100,020",
    "Reserve vault",
    "100,020 tUSD",
    "20 d: +$20.00",
    "**All together** · 20 d: return in USD +0.02 %",
    "0.36 % a year",
    "block 492312",
    "helio-usd 60 s old",
    `Treasury Safe \`${OWNER}\` on Local chain`,
  ])
    expect(text).toContain(figure);
});
