import { type Address, getAddress } from "viem";
import type { FindDecimals } from "./rows.ts";
import pinned from "./tokens.json" with { type: "json" };

/** A token as it is pinned here; the symbol is for reading only. */
export type PinnedToken = { symbol: string | undefined; decimals: number };

const TOKENS: Readonly<Record<string, Readonly<Record<string, string>>>> = pinned;

/** What is pinned of a token of a network: `SYMBOL decimals`, `?` for a symbol that is not. */
export function findPinned(chain: number, token: Address): PinnedToken | undefined {
  const entry = TOKENS[chain]?.[getAddress(token)];
  if (entry === undefined) return undefined;
  const [symbol, decimals] = entry.split(" ");
  return { symbol: symbol === "?" ? undefined : symbol, decimals: Number(decimals) };
}

/** Decimals as pinned, for a reader without a chain to ask. */
export function pinnedDecimals(chain: number): FindDecimals {
  return (token) => findPinned(chain, token)?.decimals;
}
