import { formatFraction } from "../../decimal.ts";
import { isMissed } from "./price-doubt.ts";

/** How near a debt is to being liquidated: from 1.5 on fine, then warn, below 1.2 critical, below 1.05 at once. */
export type HealthBand = "fine" | "warn" | "critical" | "urgent";

/** What is known of a debt's health: as it was last read, or nothing that may be relied on, with why and what was read last. */
export type Health =
  | { state: "known"; factor: bigint; band: HealthBand; distance: bigint }
  | { state: "unknown"; why: "untold" | "old" | "price"; factor: bigint | undefined };

/**
 * What a debt's health is judged by: its factor at a scale of 1e18 where one was told, when, whether a price it may follow from is in doubt, and when anything on its
 * chain was last read, where that is known.
 */
export type HealthFacts = { factor: bigint | undefined; readAt: number; isPriceDoubted: boolean; chainReadAt?: number };

/** Below which factor, at a scale of 1e18. */
const BANDS: readonly (readonly [HealthBand, bigint])[] = [
  ["urgent", 1_050_000_000_000_000_000n],
  ["critical", 1_200_000_000_000_000_000n],
  ["warn", 1_500_000_000_000_000_000n],
];
const WHOLE = 10n ** 18n;
const MILLION = 1_000_000n;

/** Whoever reads once a day has a day's reading; an older one says nothing of now. In seconds. */
export const OLDEST = 90_000;

/**
 * Judges a debt at a Unix second. What was read long ago, or by a price that stands still, is unknown however good it looked: it is never fine.
 * `distance` is by how much the collateral may fall before the debt is liquidated, 1 − 1 ÷ factor, in millionths rounded down; not above zero where it can be now.
 */
export function judgeHealth(facts: HealthFacts, now: number): Health {
  const { factor, readAt, isPriceDoubted, chainReadAt = readAt } = facts;
  if (factor === undefined) return { state: "unknown", why: "untold", factor };
  if (now - readAt > OLDEST || isMissed(readAt, chainReadAt)) return { state: "unknown", why: "old", factor };
  if (isPriceDoubted) return { state: "unknown", why: "price", factor };
  return { state: "known", factor, band: healthBandOf(factor), distance: distanceOf(factor) };
}

/** The band of a factor at a scale of 1e18. */
export function healthBandOf(factor: bigint): HealthBand {
  return BANDS.find(([, below]) => factor < below)?.[0] ?? "fine";
}

/** In the order in which somebody should look: the lowest factor first, and what is unknown, which may be anything, before what is fine. */
export function byHealth(a: Health, b: Health): number {
  const [first, second] = [rankOf(a), rankOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function rankOf({ state, factor }: Health): bigint {
  const warn = BANDS.at(-1)?.[1] ?? 0n;
  return state === "known" || (factor !== undefined && factor < warn) ? (factor ?? 0n) : warn;
}

/** The collateral's fall that ends it, rounded so that it never looks farther away than it is. */
function distanceOf(factor: bigint): bigint {
  return factor <= 0n ? -MILLION : MILLION - (WHOLE * MILLION + factor - 1n) / factor;
}

/** A factor as members read it, floored to two decimals: `1.13`. */
export function formatFactor(factor: bigint): string {
  return factor >= 1_000n * WHOLE ? "over 1,000" : formatFraction(factor, WHOLE, 2);
}
