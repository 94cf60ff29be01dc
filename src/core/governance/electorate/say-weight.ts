import { formatAmount } from "../../amount.ts";
import type { PlannedSource } from "../life-stage.ts";
import type { Fraction } from "../share.ts";
import type { Source } from "./source.ts";

/** What rules count weights of a source in: where a wallet weighs its square root, in roots, of which a token's smallest unit has half the decimals. */
export function countedIn<S extends Source | PlannedSource>(source: S, { root }: { root?: true }): S {
  // Nodes are weighed by their own rule, each root taken already.
  if (!root || !("symbol" in source) || source.kind === "nodes") return source;
  const isEven = source.decimals % 2 === 0;
  const symbol = isEven ? `√${source.symbol}` : `√(0.1 ${source.symbol})`;
  return { ...source, symbol, decimals: Math.floor(source.decimals / 2) };
}

/** A part of a weight, finer than its unit, as members read it: `0.5 members`. */
export function sayScore(source: Source, { numerator, denominator }: Fraction): string {
  if (numerator % denominator === 0n) return sayWeight(source, numerator / denominator);
  const decimals = "decimals" in source ? source.decimals : 0;
  const symbol = "symbol" in source ? source.symbol : "members";
  return `${formatAmount((numerator * 100n) / denominator, decimals + 2, { digits: 2 })} ${symbol}`;
}

/** A weight as members read it, floored to two decimals: `24,200 HELIO`, `3 members`. */
export function sayWeight(source: Source | PlannedSource, weight: bigint): string {
  if (source.kind === "nodes" && source.symbol === "nodes" && source.decimals === 0 && weight === 1n) return "1 node";
  if (source.kind === "role") return weight === 1n ? "1 member" : `${formatAmount(weight, 0)} members`;
  // Weights of several houses are of several kinds and are never said as one.
  if (source.kind === "houses") return formatAmount(weight, 0);
  return `${formatAmount(weight, source.decimals, { digits: 2 })} ${source.symbol}`;
}
