import { counted } from "../../core/counted.ts";
import { plain } from "../../core/sanitize.ts";
import { coinToken, type GasSpent } from "../../core/treasury/accounts/gas.ts";
import { formatUsd } from "../../core/treasury/money.ts";
import type { Usd } from "../../core/treasury/statement.ts";
import { formatIncome } from "../../reports/format-figure.ts";
import { tokenAmount } from "./token-amount.ts";

/** What gas cost over a stretch, in one line, with what income is less it; then what is not known of it. Nothing where nobody paid any. */
export function gasLines({ accounts, usd, dataUsd, unknowns }: GasSpent, income: Usd): string[] {
  const paid = accounts.filter(({ transactions }) => transactions > 0);
  const count = paid.reduce((sum, { transactions }) => sum + transactions, 0);
  const small = unknowns.map((sentence) => `-# ${plain(sentence, 200)}`);
  if (count === 0) return small;
  const inCoins = paid.map(({ amount, coin, name }) => {
    return `${tokenAmount(amount, coinToken(coin))} on ${plain(name, 40)}`;
  });
  const what = `Gas of ${counted(count, "transaction")} ${usd === undefined ? `${inCoins.join(", ")} · value unknown` : formatUsd(usd)}`;
  const data =
    usd === undefined || dataUsd === undefined || dataUsd === 0n ? "" : `, of which data fee ${formatUsd(dataUsd)}`;
  const net = usd === undefined || income === undefined ? "" : `; net of gas ${formatIncome(income - usd)}`;
  return [`${what}${data}${net}`, ...small];
}
