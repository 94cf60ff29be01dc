/** How earnings are spread over nodes: the lower of two where a place lies between them; Gini in millionths, 0 where all earned the same. */
export type Distribution = { nodes: number; p10: bigint; median: bigint; p90: bigint; gini: bigint };

const MILLION = 1_000_000n;

/** Spreads amounts that are never negative; undefined for none. The Gini coefficient is floored. */
export function distribution(amounts: readonly bigint[]): Distribution | undefined {
  if (amounts.length === 0) return undefined;
  const sorted = [...amounts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (percent: number) => sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? 0n;
  return { nodes: sorted.length, p10: at(10), median: at(50), p90: at(90), gini: giniOf(sorted) };
}

/** Sum of (2i − n − 1) · amount over n · sum, for amounts in order and i from 1. */
function giniOf(sorted: readonly bigint[]): bigint {
  const count = BigInt(sorted.length);
  const total = sorted.reduce((sum, amount) => sum + amount, 0n);
  if (total === 0n) return 0n;
  const spread = sorted.reduce((sum, amount, index) => sum + (2n * BigInt(index + 1) - count - 1n) * amount, 0n);
  return (spread * MILLION) / (count * total);
}
