import type { Statement, StatementToken } from "./statement.ts";

/** The token of this name, as the statement's positions and rewards know it; undefined where none of them holds it. */
export function findStatementToken(
  { positions, rewards }: Pick<Statement, "positions" | "rewards">,
  name: string,
): StatementToken | undefined {
  return [...positions, ...rewards].find(({ token }) => token.name === name)?.token;
}
