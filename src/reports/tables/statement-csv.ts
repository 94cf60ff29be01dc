import { isReconciled } from "../../core/treasury/statement/is-reconciled.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { blockRows, positionRows, priceRow, rewardRows } from "./account-rows.ts";
import { csvOf, dollarCells, iso } from "./csv-row.ts";
import { gasRows } from "./gas-rows.ts";
import { entryRows, holdingRows, poolRows, waterfallRows } from "./ledger-rows.ts";
import { returnRows } from "./return-rows.ts";

/**
 * A statement as a table (RFC 4180, UTF-8): one row for each figure and each entry of the ledger, amounts as exact decimal numbers,
 * times in UTC. What is unknown is an empty amount with the word in its note. No cell can run as a formula.
 */
export function statementCsv(statement: Statement): string {
  const period = { from: iso(statement.from), to: iso(statement.to) };
  return csvOf([
    ...Object.entries(statement.totals).map(([item, usd]) => ({
      ...{ kind: "total", item: item.replace(/Usd$/, ""), ...period },
      ...dollarCells(usd),
    })),
    {
      ...{ kind: "total", item: "residual", ...period, ...dollarCells(statement.residualUsd) },
      ...(isReconciled(statement) === false ? { note: "UNRECONCILED" } : {}),
    },
    ...returnRows(statement),
    ...waterfallRows(statement),
    ...statement.rewards.flatMap((account) => rewardRows(account, statement)),
    ...statement.positions.flatMap((account) => positionRows(account, statement)),
    ...holdingRows(statement),
    ...poolRows(statement),
    ...gasRows(statement),
    ...statement.prices.map(priceRow),
    ...blockRows(statement),
    ...statement.marks.map(({ at, label }) => ({ kind: "vote", item: label, from: iso(at) })),
    ...statement.unknowns.map((note) => ({ kind: "unknown", ...period, note })),
    ...(statement.corrections ?? []).flatMap(({ at, changes }) =>
      changes.map((note) => ({ kind: "correction", from: iso(at), note })),
    ),
    ...entryRows(statement.entries ?? [], statement),
  ]);
}
