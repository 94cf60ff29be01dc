import { toMillionths } from "../../core/treasury/returns/per-year.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { dollarCells, iso, type Row } from "./csv-row.ts";
import { exactDecimal } from "./inert-cell.ts";

/** What the whole treasury returned, in per cent with four decimals, toward zero, and what inflation left of the income. */
export function returnRows({ returns, real, from, to }: Statement): Row[] {
  const about = { from: iso(from), to: iso(to) };
  const rates = returns && {
    "time-weighted percent": returns.timeWeighted,
    "time-weighted percent a year": returns.yearly,
    "money-weighted percent": returns.moneyWeighted,
    "time-weighted percent after inflation": returns.real?.afterwards,
  };
  const note = returns?.isExact === false ? "about: weighted by time between readings" : "";
  return [
    ...Object.entries(rates ?? {}).flatMap(([item, rate]) =>
      rate === undefined ? [] : [{ kind: "return", ...about, item, amount: exactDecimal(toMillionths(rate), 4), note }],
    ),
    ...(returns?.leftOut ?? []).map((token) => ({
      kind: "return",
      ...about,
      item: "left out",
      token,
      note: "no price",
    })),
    ...(real === undefined
      ? []
      : [{ kind: "total", ...about, item: `income in money of ${real.base}`, ...dollarCells(real.usd) }]),
  ];
}
