import { Refusal } from "../../errors.ts";
import { formatFraction, parseDecimal } from "../decimal.ts";
import { sizeOf } from "../size.ts";

/** An exact part of a whole, reduced, its denominator above zero. */
export type Fraction = { numerator: bigint; denominator: bigint };

/** A share of a whole: an integer of millionths (500,000n is 50 %), or a fraction where millionths cannot say it. */
export type Share = bigint | Fraction;

/** What 100 % is in millionths. */
export const WHOLE = 1_000_000n;

/** Digits a share may be written with: more than any rule needs, fewer than make arithmetic slow. */
const LONGEST = 40;

/** The share as a fraction; exact, not reduced. */
export function asFraction(share: Share): Fraction {
  return typeof share === "bigint" ? { numerator: share, denominator: WHOLE } : share;
}

/** One form for one share, so that equal shares hash alike: millionths where they are exact, else the reduced fraction. */
export function makeShare(numerator: bigint, denominator: bigint): Share {
  if (denominator <= 0n) throw new RangeError("A share needs a denominator above zero.");
  if ((numerator * WHOLE) % denominator === 0n) return (numerator * WHOLE) / denominator;
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Reads `4 %`, `66.67 %` or `1/3`, exactly; Refusal for anything else, and for more than a whole or less than none. */
export function parseShare(text: string): Share {
  const written = text.trim();
  const fraction = /^(\d+) ?\/ ?(\d+)$/.exec(written);
  const percentage = /^([\d.,]+) ?%$/.exec(written);
  const decimal = percentage && parseDecimal(percentage[1] ?? "");
  if (written.length > LONGEST || (!fraction && !decimal)) throw unreadable();
  const [numerator, denominator] = fraction
    ? [BigInt(fraction[1] ?? 0), BigInt(fraction[2] ?? 0)]
    : [decimal?.digits ?? 0n, 100n * 10n ** BigInt(decimal?.places ?? 0)];
  if (denominator === 0n) throw unreadable();
  if (numerator < 0n || numerator > denominator) throw new Refusal("A share is between 0 % and 100 %.");
  return makeShare(numerator, denominator);
}

/** The share as it is written, exactly: `66.67 %`, else `1/3`. `parseShare` reads it back. */
export function formatExactShare(share: Share): string {
  if (typeof share === "bigint") return `${formatFraction(share, WHOLE / 100n, 4)} %`;
  return `${share.numerator}/${share.denominator}`;
}

/** A part of a whole as a percentage for reading, floored to four decimals: `66.6666 %`; `0 %` of nothing. */
export function formatPart(part: bigint, whole: bigint): string {
  return whole === 0n ? "0 %" : `${formatFraction(part * 100n, whole, 4)} %`;
}

/** The share of a whole in the whole's units, rounded the way named. */
export function shareOf(whole: bigint, share: Share, rounding: "floor" | "ceil"): bigint {
  const { numerator, denominator } = asFraction(share);
  const product = whole * numerator;
  return rounding === "floor" ? product / denominator : (product + denominator - 1n) / denominator;
}

/** Below zero, zero or above as part/whole is below, at or above the share; cross-multiplied, so nothing is rounded. */
export function compareToShare(part: bigint, whole: bigint, share: Share): bigint {
  const { numerator, denominator } = asFraction(share);
  return part * denominator - whole * numerator;
}

/** The largest number that divides both. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [sizeOf(a), sizeOf(b)];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function unreadable(): Refusal {
  return new Refusal("This is not a share.", {
    hint: "Write a percentage with its sign, `66.67 %`, or a fraction, `2/3`.",
  });
}
