import { integerRoot } from "../../governance/counting/integer-root.ts";

/** One side of a pool: its reserve in the token's smallest unit, and a whole token's price in USD at 10^-priceDecimals. */
export type PoolSide = { reserve: bigint; decimals: number; price: bigint; priceDecimals: number };

/**
 * What one whole share of a constant-product pool is worth: 2·√(k·P₀·P₁) / supply, in USD at 10^-decimals, floored. Only the
 * product of the reserves counts, which no exchange changes but by its fee: pushing one reserve up pushes the other down.
 */
export function fairPoolPrice(
  sides: readonly [PoolSide, PoolSide],
  shares: { supply: bigint; decimals: number },
  decimals: number,
): bigint {
  const value = sides.reduce((product, { reserve, price }) => product * reserve * price, 4n);
  const places = sides.reduce((sum, side) => sum + side.decimals + side.priceDecimals, 0);
  const scale = 10n ** BigInt(2 * (decimals + shares.decimals));
  return integerRoot((value * scale) / (10n ** BigInt(places) * shares.supply ** 2n));
}
