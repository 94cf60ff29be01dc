import { plain } from "../../core/sanitize.ts";
import type { StatementToken } from "../../core/treasury/statement.ts";
import { formatTokens } from "../../reports/format-figure.ts";

/** An amount with its symbol as a card may show it: whoever named the token does not format the message. */
export function tokenAmount(amount: bigint, token: StatementToken): string {
  return formatTokens(amount, { ...token, symbol: plain(token.symbol, 16) });
}
