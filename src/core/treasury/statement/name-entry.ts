import type { LedgerEntry } from "../ledger/entry.ts";
import type { Statement } from "../statement.ts";
import { findStatementToken } from "./find-statement-token.ts";

/** What an entry is about, as the statement calls it: a leg; or a token, where a price changed wherever that is held. */
export function nameEntry(
  { position, leg, token }: Pick<LedgerEntry, "position" | "leg" | "token">,
  statement: Pick<Statement, "positions" | "rewards" | "gas">,
): string {
  if (position === "") return findStatementToken(statement, token)?.symbol ?? token;
  const account = statement.positions.find((one) => one.position === position && one.leg === leg);
  return account?.label ?? [position, leg].filter(Boolean).join(" · ");
}
