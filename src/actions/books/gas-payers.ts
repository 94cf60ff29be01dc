import type { App } from "../../app.ts";
import { eachOnce, type NamedAccount, treasuryAccounts } from "./treasury-accounts.ts";

/** The accounts on a chain whose gas is the treasury's cost: its own, the holders of its positions, and those it gives it back to. */
export function gasPayers(app: Pick<App, "config">, chain: number): NamedAccount[] {
  const repaid = app.config.gas.payers.filter((one) => one.chain === chain);
  return eachOnce([...repaid, ...treasuryAccounts(app, chain)]);
}
