import { stringify } from "csv-stringify/sync";
import type { StatementToken, Usd } from "../../core/treasury/statement.ts";
import { exactDecimal, inertCell } from "./inert-cell.ts";

const FIGURE = ["kind", "name", "item", "from", "to", "token", "amount", "usd", "count", "note"] as const;
const EVIDENCE = ["chain", "block", "transaction", "log", "part", "position", "leg", "raw", "round"] as const;
const COLUMNS = [...FIGURE, ...EVIDENCE];

/** One line of a report's table: a figure, and where it comes from. A cell that is not named is empty. */
export type Row = { kind: string } & Partial<Record<(typeof COLUMNS)[number], string>>;

/** Rows as a table (RFC 4180, UTF-8) with one header; no cell can run as a formula. */
export function csvOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => COLUMNS.map((column) => inertCell(row[column] ?? "")));
  return stringify([COLUMNS, ...cells], { record_delimiter: "windows" });
}

/** An amount of a token as an exact decimal number and in its smallest unit; empty, and said to be unknown, where it is. */
export function tokenCells(amount: bigint | undefined, token: StatementToken) {
  return {
    token: token.symbol,
    amount: amount === undefined ? "" : exactDecimal(amount, token.decimals),
    raw: amount === undefined ? "" : String(amount),
    note: amount === undefined ? "unknown" : "",
  };
}

/** A dollar value with all its eight decimals; empty, and said to be unknown, where it is. */
export function dollarCells(value: Usd) {
  return { usd: value === undefined ? "" : exactDecimal(value, 8), note: value === undefined ? "unknown" : "" };
}

/** A Unix second as UTC. */
export function iso(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}
