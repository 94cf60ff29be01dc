/** A share of the whole, by name; in USD 1e-8, positive. */
export type Exposure = { name: string; usd: bigint };

/** How concentrated a whole is: from the bands of the US merger guidelines of 2023, below 1,000, up to 1,800, and above. */
export type Band = "spread" | "moderate" | "concentrated";

/** How a whole is divided: the Herfindahl index (10,000 for one part), to how many equal parts that comes (in tenths), and the parts, largest first. */
export type Concentration = { hhi: bigint; effective: bigint; band: Band; parts: readonly Exposure[] };

/**
 * The concentration of a whole over the named parts of it, gross: what is owed must not be among them. Both figures are rounded down. Parts of
 * the same name are one. What of the whole is in no part counts as spread. Undefined where there is nothing.
 */
export function concentration(exposures: readonly Exposure[], whole: bigint): Concentration | undefined {
  const parts = together(exposures.filter(({ usd }) => usd > 0n));
  const squares = parts.reduce((sum, { usd }) => sum + usd * usd, 0n);
  if (squares === 0n || whole <= 0n) return undefined;
  const hhi = (squares * 10_000n) / (whole * whole);
  return { hhi, effective: (whole * whole * 10n) / squares, band: bandOf(hhi), parts };
}

function bandOf(hhi: bigint): Band {
  return hhi < 1_000n ? "spread" : hhi <= 1_800n ? "moderate" : "concentrated";
}

function together(exposures: readonly Exposure[]): Exposure[] {
  const sums = new Map<string, bigint>();
  for (const { name, usd } of exposures) sums.set(name, (sums.get(name) ?? 0n) + usd);
  const parts = [...sums].map(([name, usd]) => ({ name, usd }));
  return parts.sort((a, b) => (a.usd === b.usd ? (a.name < b.name ? -1 : 1) : a.usd > b.usd ? -1 : 1));
}
