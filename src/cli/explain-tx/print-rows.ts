import type { Row } from "../../core/treasury/explain/rows.ts";
import { wordsOf } from "../../core/treasury/explain/words.ts";

/** Rows for people: what happened, and under it why it is told so. */
export function printRows(rows: readonly Row[]): string[] {
  if (rows.length === 0) return ["Nothing in this transaction touches these accounts."];
  return rows.flatMap(({ asset, amount, raw, account, protocol, reason, ...row }) => [
    `${wordsOf(row)}: ${amount ?? `${raw} of the smallest unit`} ${asset}${protocol === null ? "" : ` (${protocol})`}, ${account}`,
    `  ${reason}`,
  ]);
}
