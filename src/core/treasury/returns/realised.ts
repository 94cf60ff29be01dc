import { HOUR, WEEK, YEAR } from "../../seconds.ts";
import { moneySeconds, type Span } from "./span.ts";

/** Blocks do not fall on the second: a week between two blocks may be so much shorter. */
const SLACK = HOUR;

const MILLION = 1_000_000n;

/**
 * The realised rate per year, simple, in millionths, rounded toward zero: income over the principal held, weighted by the seconds it was held.
 * Undefined for less than a week between the blocks, give or take an hour, and where no principal was held.
 */
export function realisedRate(income: bigint, principal: Omit<Span, "closing">): bigint | undefined {
  if (principal.to - principal.from < WEEK - SLACK) return undefined;
  const held = moneySeconds(principal);
  return held > 0n ? (income * BigInt(YEAR) * MILLION) / held : undefined;
}
