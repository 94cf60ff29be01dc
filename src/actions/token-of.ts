import type { App } from "../app.ts";
import type { StatementToken } from "../core/treasury/statement.ts";

/** The config's token of that name, as statements speak of it. */
export function tokenOf({ config }: Pick<App, "config">, name: string): StatementToken {
  const token = config.tokens[name];
  return token ? { name, symbol: token.symbol, decimals: token.decimals } : { name, symbol: name, decimals: 0 };
}
