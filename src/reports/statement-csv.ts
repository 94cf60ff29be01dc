import { stringify } from "csv-stringify/sync";
import { isReconciled } from "../core/treasury/is-reconciled.ts";
import type { PositionAccount, RewardAccount, Statement, StatementToken, Usd } from "../core/treasury/statement.ts";
import { exactDecimal, inertCell } from "./inert-cell.ts";

const COLUMNS = ["kind", "name", "item", "from", "to", "token", "amount", "usd", "count", "note"] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/**
 * A statement as a table (RFC 4180, UTF-8): one row for each figure, amounts as exact decimal numbers, times in UTC.
 * What is unknown is an empty amount with the word in its note. No cell can run as a formula.
 */
export function statementCsv(statement: Statement): string {
  const period = { from: iso(statement.from), to: iso(statement.to) };
  const rows: Row[] = [
    ...Object.entries(statement.totals).map(([item, usd]) => ({
      kind: "total",
      item: item.replace(/Usd$/, ""),
      ...period,
      ...dollars(usd),
    })),
    {
      kind: "total",
      item: "residual",
      ...period,
      ...dollars(statement.residualUsd),
      ...(isReconciled(statement) === false ? { note: "UNRECONCILED" } : {}),
    },
    ...statement.rewards.flatMap((account) => rewardRows(account, statement)),
    ...statement.positions.flatMap((account) => positionRows(account).map((row) => ({ ...period, ...row }))),
    ...statement.prices.map(({ name, answer, decimals, updatedAt, stale, silent, apart }) => ({
      kind: "price",
      name,
      to: iso(updatedAt),
      usd: exactDecimal(answer, decimals),
      note: [silent ? "silent" : stale ? "stale" : "", apart ? `apart from ${apart.from}` : ""]
        .filter(Boolean)
        .join(", "),
    })),
    ...statement.blocks.map(({ name, chain, block, hash, timestamp }) => ({
      kind: "block",
      name,
      item: String(chain),
      to: iso(timestamp),
      count: String(block),
      note: hash,
    })),
    ...statement.marks.map(({ at, label }) => ({ kind: "vote", item: label, from: iso(at) })),
    ...statement.unknowns.map((note) => ({ kind: "unknown", ...period, note })),
  ];
  const cells = rows.map((row) => COLUMNS.map((column) => inertCell(row[column] ?? "")));
  return stringify([[...COLUMNS], ...cells], { record_delimiter: "windows" });
}

function rewardRows(account: RewardAccount, { from, to }: Statement): Row[] {
  const { label: name, token, byNode, byRegion, byDay, nodesSilent } = account;
  const about = { name, from: iso(from), to: iso(to) };
  const ends = [...byDay.slice(1).map((day) => day.from), to];
  return [
    {
      kind: "reward",
      ...about,
      item: "total",
      ...tokens(account.total, token),
      usd: usdText(account.totalUsd),
      count: String(account.payments),
      note: unknownNote(account.totalUsd),
    },
    ...byRegion.map(({ region, total, nodes }) => ({
      kind: "reward-region",
      ...about,
      item: region,
      ...tokens(total, token),
      count: String(nodes),
    })),
    ...byDay.map((day, index) => ({
      kind: "reward-day",
      name,
      from: iso(day.from),
      to: iso(ends[index] ?? to),
      ...tokens(day.total, token),
    })),
    ...byNode.map(({ node, region, total, payments }) => ({
      kind: "reward-node",
      ...about,
      item: node,
      ...tokens(total, token),
      count: String(payments),
      note: region,
    })),
    ...nodesSilent.map((node) => ({
      kind: "reward-node",
      ...about,
      item: node,
      ...tokens(0n, token),
      count: "0",
      note: "silent",
    })),
  ];
}

function positionRows(account: PositionAccount): Row[] {
  const {
    label: name,
    token,
    opening,
    closing,
    paidIn,
    takenOut,
    unexplained,
    converted,
    income,
    incomeUsd,
    closingUsd,
    apr,
    aprFrom,
  } = account;
  const row = (item: string, amount: bigint | undefined): Row => ({
    kind: "position",
    name,
    item,
    ...tokens(amount, token),
  });
  return [
    row("opening", opening),
    row("paid in", paidIn),
    row("taken out", takenOut),
    { ...row("income", income), usd: usdText(incomeUsd), note: unknownNote(incomeUsd) },
    ...(unexplained === undefined ? [] : [row("unexplained", unexplained)]),
    ...(converted === undefined || converted === 0n ? [] : [row("converted", converted)]),
    { ...row("closing", closing), usd: usdText(closingUsd), note: unknownNote(closingUsd) },
    {
      kind: "position",
      name,
      item: "percent a year",
      from: iso(aprFrom),
      amount: apr === undefined ? "" : exactDecimal(apr, 4),
      note: apr === undefined ? "unknown" : "realised, simple",
    },
  ];
}

function tokens(amount: bigint | undefined, token: StatementToken): Row {
  return {
    token: token.symbol,
    amount: amount === undefined ? "" : exactDecimal(amount, token.decimals),
    note: amount === undefined ? "unknown" : "",
  };
}

function dollars(value: Usd): Row {
  return { usd: usdText(value), note: unknownNote(value) };
}

function usdText(value: Usd): string {
  return value === undefined ? "" : exactDecimal(value, 8);
}

function unknownNote(value: Usd): string {
  return value === undefined ? "unknown" : "";
}

function iso(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}
