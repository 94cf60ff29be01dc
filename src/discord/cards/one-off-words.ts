import type { Usd } from "../../core/treasury/statement.ts";
import { formatIncome } from "../../reports/format-figure.ts";

/** Income by whether it comes again, in USD 1e-8. */
export type IncomeSplit = { recurring: Usd; oneOff: Usd };

/** ` (recurring +$12.00, one-off +$500.00)`; nothing where nothing came once. */
export function oneOffWords(split: IncomeSplit | undefined): string {
  if (split === undefined || split.oneOff === 0n) return "";
  return ` (recurring ${formatIncome(split.recurring)}, one-off ${formatIncome(split.oneOff)})`;
}
