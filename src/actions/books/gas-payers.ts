import { type Address, getAddress } from "viem";
import type { App } from "../../app.ts";

/** An account whose gas is the treasury's cost, by what members call it. */
export type GasPayer = { address: Address; label: string };

/** The accounts on a chain whose gas is the treasury's cost: its own, the holders of its positions, and those it gives it back to. */
export function gasPayers({ config }: Pick<App, "config">, chain: number): GasPayer[] {
  const named = [...config.treasury, ...config.gas.payers].filter((one) => one.chain === chain);
  const holders = Object.values(config.positions).flatMap((position) =>
    position.chain === chain && typeof position["holder"] === "string"
      ? [{ address: getAddress(position["holder"]), label: position["holder"] }]
      : [],
  );
  const all = [...named, ...holders].map(({ address, label }) => [address, { address, label }] as const);
  // What was named first stays: a label says more than an address.
  return [...new Map([...all].reverse()).values()].reverse();
}
