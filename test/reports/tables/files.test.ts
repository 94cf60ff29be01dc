import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStatement, writeStatement } from "../../../src/core/treasury/statement/statement-text.ts";
import type { StatementPrice } from "../../../src/core/treasury/statement.ts";
import { exactDecimal, inertCell } from "../../../src/reports/tables/inert-cell.ts";
import { statementCsv } from "../../../src/reports/tables/statement-csv.ts";
import { statementJson } from "../../../src/reports/tables/statement-json.ts";
import { ledgerStatement } from "../../support/ledgers.ts";
import { exampleStatement } from "../../support/statements.ts";

describe("inertCell", () => {
  test.each([
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff\u202e@a",
    "＝1",
    " -cmd|' /C calc'!A0",
    "|x",
  ])("error: %j gets an apostrophe", (text) => {
    expect(inertCell(text)).toBe(`'${text}`);
  });

  test.each(["-1", "-1234.500000", "0", "north", "Node rewards", ""])("default: %j stays as it is", (text) => {
    expect(inertCell(text)).toBe(text);
  });

  test("law: whatever a cell holds, it does not begin a formula, and nothing of it is lost", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\u00a0", "\u200b", " ", "'"), fc.string())
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (cell) => {
        const inert = inertCell(cell);
        expect(inert.endsWith(cell)).toBe(true);
        expect(/^-?\d+(\.\d+)?$/.test(inert) || !/^[=+\-@\t\r]/.test(inert.replace(/^[\s\p{Cc}\p{Cf}]+/u, ""))).toBe(
          true,
        );
        expect(/^[\t\r]/.test(inert)).toBe(false);
      }),
    );
  });
});

test("law: a decimal says its amount exactly", () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 60n), 10n ** 60n), fc.integer({ min: 0, max: 36 }), (amount, decimals) => {
      const text = exactDecimal(amount, decimals);
      expect(text).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
      expect(BigInt(text.replace(".", "").replace("-", "")) * (amount < 0n ? -1n : 1n)).toBe(amount);
    }),
  );
});

describe("statementCsv", () => {
  const rows = (csv: string) => csv.split("\r\n").slice(0, -1);

  test("behavior: gas has a row for all of it and one for data, by chain; without a price its value is unknown", () => {
    const statement = exampleStatement();
    const { from } = statement;
    const price = { ...(statement.prices[0] as StatementPrice), answer: 200_000_000_000n, decimals: 8 };
    const sent = { transaction: `0x${"1".repeat(64)}`, block: 7n, sender: "0xA" };
    const paid = [{ ...sent, at: from, amount: 10n ** 16n, data: 10n ** 15n, price }];
    const facts = { chain: 10, name: "OP Mainnet", coin: "ETH", hasDataFee: true, paid, unread: [] };
    const csv = rows(statementCsv(exampleStatement({}, { gas: [facts] })));
    expect(csv.filter((row) => row.startsWith("gas,OP Mainnet")).map((row) => row.split(",").slice(2))).toMatchObject([
      { 0: "paid", 3: "ETH", 4: "0.010000000000000000", 5: "20.00000000", 6: "1", 7: "", 8: "10" },
      { 0: "data", 3: "ETH", 4: "0.001000000000000000", 5: "2.00000000", 6: "", 7: "", 8: "10" },
      { 0: "transaction", 3: "ETH", 4: "0.010000000000000000", 5: "20.00000000", 6: "", 7: "paid by 0xA", 8: "10" },
    ]);
    const unpriced = { ...facts, paid: [{ ...sent, at: from, amount: 1n, data: undefined, price: undefined }] };
    const text = statementCsv(exampleStatement({}, { gas: [unpriced] }));
    expect(text).toMatch(/^gas,OP Mainnet,paid,.*,ETH,0.000000000000000001,,1,unknown,10,/m);
    expect(text).toContain("There is no price for ETH at the time of 1 transaction on OP Mainnet");
  });

  test("default: one header, records end with CR LF, every node and day has its row", () => {
    const csv = statementCsv(exampleStatement({ every: "week" }));
    const statement = exampleStatement({ every: "week" });
    expect(rows(csv)[0]).toBe(
      "kind,name,item,from,to,token,amount,usd,count,note,chain,block,transaction,log,part,position,leg,raw,round",
    );
    expect(rows(csv).filter((row) => row.startsWith("reward-node,")).length).toBe(
      (statement.rewards[0]?.nodesPaid ?? 0) + (statement.rewards[0]?.nodesSilent.length ?? 0),
    );
    expect(rows(csv).filter((row) => row.startsWith("reward-day,"))).toHaveLength(7);
    expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  test("law: the nodes' rows sum to the total's row", () => {
    const csv = rows(statementCsv(exampleStatement({ every: "month", nodes: 60 }))).map((row) => row.split(","));
    const amount = (row: readonly string[]) => BigInt((row[6] ?? "").replace(".", ""));
    const total = csv.find(([kind, , item]) => kind === "reward" && item === "total") ?? [];
    expect(csv.filter(([kind]) => kind === "reward-node").reduce((sum, row) => sum + amount(row), 0n)).toBe(
      amount(total),
    );
  });

  test("behavior: unknown is an empty amount with the word beside it, never zero", () => {
    const csv = statementCsv(exampleStatement({ priced: false }));
    expect(csv).toMatch(/^total,,income,[^,]*,[^,]*,,,,,unknown,*\r$/m);
  });

  test("error: quotes, commas, line breaks and formulas in names stay in their cell", () => {
    const hostile = '=HYPERLINK("http://x","a,b")\r\nnext';
    const facts = exampleStatement({ nodes: 0 }, { marks: [{ at: 0, label: hostile }] });
    expect(statementCsv(facts)).toContain(`vote,,"'=HYPERLINK(""http://x"",""a,b"")\r\nnext",1970-01-01T00:00:00Z`);
  });
});

describe("the ledger in the files", () => {
  const statement = ledgerStatement();
  const table = statementCsv(statement)
    .split("\r\n")
    .map((row) => row.split(","));
  const entries = table.filter(([kind]) => kind === "entry");

  test("default: every entry has its row, with its place on the chain, its decimals and its smallest units", () => {
    expect(entries).toHaveLength(statement.entries?.length ?? 0);
    expect(entries[0]?.join(",")).toBe(
      `entry,Reserve Vault tUSD,principal-in,2026-11-22T22:00:00Z,,tUSD,10000.000000,9999.00000000,,,31337,18115000,0x${"1".repeat(64)},0,0,vault,,10000000000,`,
    );
    expect(entries.at(-1)?.slice(11, 17)).toEqual(["18115007", "block 18115007", "-1", "0", "", ""]);
  });

  test("law: the waterfall's rows add up, and so do the entries' units between a leg's opening and closing", () => {
    const usd = (row: readonly string[] | undefined) => BigInt((row?.[7] ?? "").replace(".", ""));
    const steps = table.filter(([kind]) => kind === "waterfall");
    const [opening, closing] = [steps[0], steps.at(-1)].map(usd);
    expect(steps.slice(1, -1).reduce((sum, row) => sum + usd(row), opening ?? 0n)).toBe(closing);
    for (const { position, leg } of statement.positions) {
      const own = (row: readonly string[]) => row[15] === position && row[16] === leg;
      const raw = (item: string) => BigInt(table.find((row) => own(row) && row[2] === item)?.[17] ?? "x");
      const moved = entries.filter(own).reduce((sum, row) => sum + BigInt(row[17] ?? "x"), 0n);
      expect(raw("closing") - raw("opening")).toBe(moved);
    }
  });

  test("default: what is held, quoted rates and the rounds of prices are in it too", () => {
    const csv = statementCsv(statement);
    expect(csv).toMatch(/^holding,tusd,unseen,.*,tUSD,65\.000000,.*taken to have cost nothing/m);
    expect(csv).toMatch(/^position,Reserve Vault tUSD,quoted percent a year,.*,6\.2000,/m);
    expect(csv).toMatch(/^pool,HELIO farm,loss,2026-10-24T00:00:00Z,.*,-6\.00000000,/m);
    expect(csv).toMatch(/^price,helio-usd,.*,18446744073709551616\r$/m);
    expect(csv).toMatch(/^block,Local chain,opening,,2026-11-22T00:00:00Z,/m);
  });

  test("default: what the treasury returned and what inflation left are in it, what is not known is not", () => {
    const rate = (percent: bigint) => percent * 10n ** 25n;
    const rates = { timeWeighted: rate(-1n), moneyWeighted: undefined, yearly: undefined, isExact: false };
    const inflation = { rate: rate(2n), afterwards: rate(-3n), bridged: [], extrapolatedFrom: undefined };
    const returns = { ...rates, real: inflation, leftOut: ["ODD"] };
    const real = { usd: 100_000_000n, base: "2025-09", name: "CPI", bridged: [], extrapolatedFrom: undefined };
    const csv = statementCsv({ ...statement, returns, real });
    expect(csv).toMatch(/^return,,time-weighted percent,.*,-1\.0000,.*about: weighted/m);
    expect(csv).toMatch(/^return,,time-weighted percent after inflation,.*,-3\.0000,/m);
    expect(csv).toMatch(/^return,,left out,.*,ODD,.*no price/m);
    expect(csv).toMatch(/^total,,income in money of 2025-09,.*,1\.00000000,/m);
    expect(csv).not.toMatch(/money-weighted|percent a year,.*about/);
  });

  test("boundary: a statement older than the ledger has none of it", () => {
    const { waterfall, holdings, entries: all, openings, ...old } = statement;
    expect(statementCsv(old)).not.toMatch(/^(waterfall|holding|entry|block,[^,]*,opening)/m);
  });
});

test("law: the JSON is the same text for the same statement, in whatever order it was made", () => {
  const statement = ledgerStatement();
  const turned = Object.fromEntries(Object.entries(statement).reverse()) as typeof statement;
  expect(statementJson(turned)).toEqual(statementJson(statement));
  expect(statementJson(parseStatement(writeStatement(statement)))).toEqual(statementJson(statement));
});

test("default: the JSON holds integers as text, null for unknown, and the hash of its statement", () => {
  const { text, sha256 } = statementJson(exampleStatement({ priced: false }));
  const read = JSON.parse(text);
  expect(read.statement.totals.incomeUsd).toBeNull();
  expect(read.statement.rewards[0].total).toMatch(/^\d+$/);
  expect(createHash("sha256").update(JSON.stringify(read.statement)).digest("hex")).toBe(sha256);
  expect(read.sha256).toBe(sha256);
});

test("law: a stored statement comes back as it was", () => {
  for (const options of [{}, { priced: false }, { nodes: 0 }, { every: "month" as const }]) {
    const statement = exampleStatement(options);
    expect(parseStatement(writeStatement(statement))).toEqual(statement);
  }
});
