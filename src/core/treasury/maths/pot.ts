import { Refusal } from "../../../errors.ts";
import { RAY } from "../legs.ts";

const WORD = 2n ** 256n;

/**
 * `base` to the power of `exponent`, both `base` and the result at a scale of 1e27, every product rounded half up in the order
 * the Maker contracts multiply in: the last digit is theirs. Throws Refusal where they would revert, beyond 256 bits.
 */
export function rayPower(base: bigint, exponent: bigint): bigint {
  let [square, left] = [base, exponent / 2n];
  let result = exponent % 2n === 0n ? RAY : base;
  for (; left > 0n; left /= 2n) {
    square = rounded(square * square);
    if (left % 2n === 1n) result = rounded(result * square);
  }
  return result;
}

/** What the Pot as it was last dripped says. `rho` is that moment in Unix seconds; `dsr` and `chi` are at a scale of 1e27. */
export type Pot = { dsr: bigint; chi: bigint; rho: bigint };

/** What a share of the Pot is worth at a moment, at a scale of 1e27, floored: the chi that a drip in that second would store. */
export function chiAt({ dsr, chi, rho }: Pot, at: number): bigint {
  const elapsed = BigInt(at) - rho;
  if (elapsed < 0n) throw new Refusal("The Pot was dripped later than the block it is read at.");
  return (rayPower(dsr, elapsed) * chi) / RAY;
}

function rounded(product: bigint): bigint {
  const half = product + RAY / 2n;
  if (half >= WORD) throw new Refusal("The savings rate is beyond what the Pot can reckon with.");
  return half / RAY;
}
