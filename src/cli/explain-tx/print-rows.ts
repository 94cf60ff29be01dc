import type { Row } from "../../core/treasury/explain/rows.ts";

/** Rows for people: what happened, and under it why it is told so. */
export function printRows(rows: readonly Row[]): string[] {
  if (rows.length === 0) return ["Nothing in this transaction touches these accounts."];
  return rows.flatMap(({ type, subtype, asset, amount, raw, account, protocol, reason }) => [
    `${[type, subtype].join(" ")}: ${amount ?? `${raw} of the smallest unit`} ${asset}${protocol === null ? "" : ` (${protocol})`}, ${account}`,
    `  ${reason}`,
  ]);
}
