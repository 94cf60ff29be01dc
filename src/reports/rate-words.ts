import type { PositionAccount } from "../core/treasury/statement.ts";
import { formatRate } from "./format-figure.ts";

type Rates = Pick<PositionAccount, "kind" | "apr" | "quoted">;

/** `promised 3.1 %, got 2.94 %`: what a leg's protocol promised a year, where it did, and what it came to; a debt was promised to cost, and cost. `per` says once of what time. */
export function promisedAndGot({ kind, apr, quoted }: Rates, per = ""): string {
  const isDebt = kind === "debt";
  const rate = (value: bigint) => formatRate(isDebt ? -value : value);
  return [
    ...(quoted === undefined ? [] : [`promised ${isDebt ? "to cost " : ""}${rate(quoted)}${per}`]),
    apr === undefined ? "no rate yet" : `${isDebt ? "cost" : "got"} ${rate(apr)}`,
  ].join(", ");
}

/** The same for a line about other things as well; nothing where nothing was promised, and nothing earned. */
export function rateWords(rates: Rates): string | undefined {
  const { apr, quoted } = rates;
  if (quoted !== undefined) return promisedAndGot(rates, " a year");
  return apr === undefined || apr === 0n ? undefined : `${formatRate(apr)} a year`;
}
