import type { LedgerEntry } from "../../core/treasury/ledger/entry.ts";
import { findStatementToken } from "../../core/treasury/statement/find-statement-token.ts";
import { nameEntry } from "../../core/treasury/statement/name-entry.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { dollarCells, iso, type Row, tokenCells } from "./csv-row.ts";

/** The steps from the opening value to the closing value, and the tokens that are in none of them. */
export function waterfallRows({ waterfall, from, to }: Statement): Row[] {
  if (waterfall === undefined) return [];
  const { leftOut, ...steps } = waterfall;
  const about = { kind: "waterfall", from: iso(from), to: iso(to) };
  return [
    ...Object.entries(steps).map(([item, usd]) => ({ ...about, item: words(item), ...dollarCells(usd) })),
    ...leftOut.map((token) => ({ ...about, item: "left out", token, note: "no price" })),
  ];
}

/** What is held of each token at the closing: what it is worth, what it cost, and what of it nobody saw come. */
export function holdingRows(statement: Statement): Row[] {
  const at = iso(statement.to);
  return (statement.holdings ?? []).flatMap(({ token: name, units, cost, worth, unseen }) => {
    const about = { kind: "holding", to: at, name };
    const token = findStatementToken(statement, name);
    const amount = (value: bigint) =>
      token === undefined ? { token: name, raw: String(value) } : tokenCells(value, token);
    return [
      { ...about, item: "worth", ...amount(units), ...dollarCells(worth) },
      { ...about, item: "cost", ...dollarCells(cost) },
      ...(unseen === 0n ? [] : [{ ...about, item: "unseen", ...amount(unseen), note: "taken to have cost nothing" }]),
    ];
  });
}

/** What each pool came to against holding what was put in. */
export function poolRows({ pools = [], to }: Statement): Row[] {
  return pools.flatMap(({ position, label, since, isExact, heldUsd, poolUsd, lossUsd, feesUsd, netUsd }) => {
    const about = { kind: "pool", name: label, position, from: iso(since), to: iso(to) };
    const values = { held: heldUsd, pool: poolUsd, loss: lossUsd, fees: feesUsd, net: netUsd };
    return Object.entries(values).map(([item, usd]) => ({
      ...{ ...about, item, ...dollarCells(usd) },
      ...(usd !== undefined && !isExact ? { note: "about: a withdrawal counts by its value" } : {}),
    }));
  });
}

/** Entries of the ledger, one row each. */
export function entryRows(entries: readonly LedgerEntry[], statement: Statement): Row[] {
  return entries.map((entry) => {
    const { kind, chain, transaction, logIndex, part, position, leg, block, at, units, usd, counterparty } = entry;
    const token = findStatementToken(statement, entry.token);
    return {
      kind: "entry",
      name: nameEntry(entry, statement),
      item: kind,
      from: iso(at),
      ...(token === undefined ? { token: entry.token, raw: String(units) } : tokenCells(units, token)),
      ...dollarCells(usd),
      ...{ chain: String(chain), block: String(block), transaction, log: String(logIndex), part: String(part) },
      ...{ position, leg },
      ...(counterparty !== undefined && units !== 0n && { note: `${units > 0n ? "from" : "to"} ${counterparty}` }),
    };
  });
}

/** `capitalRealised` as `capital realised`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
