import { coinToken } from "../accounts/gas.ts";
import type { Statement, StatementToken } from "../statement.ts";

/** The token of this name, as the statement's positions and rewards know it, or the coin that gas was paid in; undefined where none of them has it. */
export function findStatementToken(
  { positions, rewards, gas = [] }: Pick<Statement, "positions" | "rewards" | "gas">,
  name: string,
): StatementToken | undefined {
  const known = [...positions, ...rewards].find(({ token }) => token.name === name)?.token;
  const isCoin = gas.some(({ coin }) => coin === name);
  return known ?? (isCoin ? coinToken(name) : undefined);
}
