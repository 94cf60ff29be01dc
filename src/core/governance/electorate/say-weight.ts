import { formatAmount } from "../../amount.ts";
import type { PlannedSource } from "../life-stage.ts";
import type { Source } from "./source.ts";

/** A weight as members read it, floored to two decimals: `24,200 HELIO`, `3 members`. */
export function sayWeight(source: Source | PlannedSource, weight: bigint): string {
  if (source.kind === "nodes" && source.symbol === "nodes" && source.decimals === 0 && weight === 1n) return "1 node";
  if (source.kind === "role") return weight === 1n ? "1 member" : `${formatAmount(weight, 0)} members`;
  // Weights of several houses are of several kinds and are never said as one.
  if (source.kind === "houses") return formatAmount(weight, 0);
  return `${formatAmount(weight, source.decimals, { digits: 2 })} ${source.symbol}`;
}
