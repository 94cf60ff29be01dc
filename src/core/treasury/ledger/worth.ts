import { sizeOf } from "../../size.ts";
import type { Usd } from "../statement.ts";

/** What units of a token, never negative, were worth at a moment, in USD 1e-8; undefined where it had no price then. */
export type ValueAt = (token: string, units: bigint, at: number) => Usd;

/** What units were worth that are negative where they are owed: as much less. Nothing is worth nothing, whatever its price; else rounded as `value` rounds. */
export function worthAt(value: ValueAt, token: string, units: bigint, at: number): Usd {
  if (units === 0n) return 0n;
  const worth = value(token, sizeOf(units), at);
  return worth === undefined || units > 0n ? worth : -worth;
}
