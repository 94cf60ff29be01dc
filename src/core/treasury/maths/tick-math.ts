import { integerRoot } from "../../governance/counting/integer-root.ts";

/** The highest tick there is, and the lowest when negative. */
export const MAX_TICK = 887_272;

const Q128 = 1n << 128n;
/** Bits behind the point while the factors are made: far more than the 128 they keep. */
const PRECISION = 512n;

/** 1.0001 to the power of −2^i / 2 for each bit of a tick, at a scale of 2^128, rounded to the nearest as the pools have them. */
const FACTORS = makeFactors();

/** The root of the price at a tick, 1.0001^(tick / 2), at a scale of 2^96, to the last bit as the pools compute it. Throws RangeError for a tick there is not. */
export function sqrtPriceAt(tick: number): bigint {
  if (!Number.isInteger(tick) || Math.abs(tick) > MAX_TICK) throw new RangeError(`There is no tick ${tick}.`);
  const inverse = FACTORS.reduce(
    (product, factor, bit) => ((Math.abs(tick) >> bit) & 1 ? (product * factor) >> 128n : product),
    Q128,
  );
  const ratio = tick > 0 ? (Q128 * Q128 - 1n) / inverse : inverse;
  // Rounded up, as the pools do, so that a price leads back to its own tick.
  return (ratio + (1n << 32n) - 1n) >> 32n;
}

function makeFactors(): bigint[] {
  const factors: bigint[] = [];
  let power = integerRoot((10_000n << (2n * PRECISION)) / 10_001n);
  for (let bit = 0; bit < 20; bit++) {
    factors.push((power + (1n << (PRECISION - 129n))) >> (PRECISION - 128n));
    power = (power * power) >> PRECISION;
  }
  return factors;
}
