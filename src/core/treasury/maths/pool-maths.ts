import { sqrtPriceAt } from "./tick-math.ts";

/** A range of a pool: its liquidity and its two ticks. */
export type Range = { liquidity: bigint; lower: number; upper: number };

/** A pool's price as it says it: the tick, and the root at a scale of 2^96. */
export type PoolPrice = { tick: number; sqrtPrice: bigint };

/** How much a pool's fees have grown in all, and on the other side of each of a range's ticks, per unit of liquidity at a scale of 2^128. */
export type FeeGrowth = { global: bigint; lower: bigint; upper: bigint };

const Q96 = 1n << 96n;
const Q128 = 1n << 128n;
const Q256 = 1n << 256n;

/** What a range's liquidity would pay if it were taken out now, in the smallest units of the two tokens, rounded down as the pool does. */
export function rangeAmounts({ liquidity, lower, upper }: Range, { tick, sqrtPrice }: PoolPrice): [bigint, bigint] {
  const [low, high] = [sqrtPriceAt(lower), sqrtPriceAt(upper)];
  if (tick < lower) return [amount0(low, high, liquidity), 0n];
  if (tick >= upper) return [0n, amount1(low, high, liquidity)];
  return [amount0(sqrtPrice, high, liquidity), amount1(low, sqrtPrice, liquidity)];
}

/** The fees that a unit of liquidity in a range has had since some beginning, modulo 2^256: only the difference of two means anything. */
export function growthInside({ lower, upper }: Omit<Range, "liquidity">, tick: number, fees: FeeGrowth): bigint {
  const below = tick >= lower ? fees.lower : fees.global - fees.lower;
  const above = tick < upper ? fees.upper : fees.global - fees.upper;
  return BigInt.asUintN(256, fees.global - below - above);
}

/** The fees of liquidity since its growth inside was last noted, in the token's smallest unit, rounded down and cut to 128 bits as the position's keeper does. */
export function feesSince(inside: bigint, noted: bigint, liquidity: bigint): bigint {
  return BigInt.asUintN(128, (((inside - noted + Q256) % Q256) * liquidity) / Q128);
}

function amount0(low: bigint, high: bigint, liquidity: bigint): bigint {
  return (liquidity * Q96 * (high - low)) / high / low;
}

function amount1(low: bigint, high: bigint, liquidity: bigint): bigint {
  return (liquidity * (high - low)) / Q96;
}
