import { type Address, getAddress } from "viem";
import type { App } from "../../app.ts";

/** An account, by what members call it. */
export type NamedAccount = { address: Address; label: string };

/** The treasury's accounts on a chain: those that the config names, and the holders of its positions. */
export function treasuryAccounts({ config }: Pick<App, "config">, chain: number): NamedAccount[] {
  const holders = Object.values(config.positions).flatMap((position) =>
    position.chain === chain && typeof position["holder"] === "string"
      ? [{ address: getAddress(position["holder"]), label: position["holder"] }]
      : [],
  );
  return eachOnce([...config.treasury.filter((one) => one.chain === chain), ...holders]);
}

/** What was named first stays: a label says more than an address. */
export function eachOnce(accounts: readonly NamedAccount[]): NamedAccount[] {
  const all = accounts.map(({ address, label }) => [address, { address, label }] as const);
  return [...new Map(all.toReversed()).values()].reverse();
}
