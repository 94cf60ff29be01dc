import { coinToken } from "../../core/treasury/accounts/gas.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { dollarCells, iso, type Row, tokenCells } from "./csv-row.ts";

/** What gas cost on each chain: all of it with the number of transactions, the part for data where it is told, and each transaction. */
export function gasRows({ gas = [], from, to }: Statement): Row[] {
  return gas.flatMap(({ chain, name, coin, transactions, amount, usd, data, dataUsd, entries = [] }) => {
    const about = { kind: "gas", name, from: iso(from), to: iso(to), chain: String(chain) };
    const token = coinToken(coin);
    return [
      { ...about, item: "paid", ...tokenCells(amount, token), ...dollarCells(usd), count: String(transactions) },
      ...(data === undefined ? [] : [{ ...about, item: "data", ...tokenCells(data, token), ...dollarCells(dataUsd) }]),
      ...entries.map(({ at, block, transaction, counterparty, units, usd: cost }) => ({
        ...{ ...about, item: "transaction", from: iso(at), to: "", block: String(block), transaction },
        ...{ ...tokenCells(-units, token), ...dollarCells(cost === undefined ? undefined : -cost) },
        note: `paid by ${counterparty ?? ""}`,
      })),
    ];
  });
}
