import type { Figure } from "../../core/treasury/statement/figures.ts";
import type { Statement, StatementPrice } from "../../core/treasury/statement.ts";
import { blockRows, positionRows, priceRow, rewardRows } from "./account-rows.ts";
import { csvOf } from "./csv-row.ts";
import { entryRows } from "./ledger-rows.ts";

/** All that a figure is made of, in the columns of the report's own table. */
export function figureCsv(
  { entries, legs, rewards }: Figure,
  statement: Statement,
  prices: readonly StatementPrice[],
): string {
  return csvOf([
    ...rewards.flatMap((account) => rewardRows(account, statement)),
    ...legs.flatMap((account) => positionRows(account, statement)),
    ...prices.map(priceRow),
    ...blockRows(statement),
    ...entryRows(entries, statement),
  ]);
}
