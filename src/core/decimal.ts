import { Refusal } from "../errors.ts";
import { sizeOf } from "./size.ts";

/** A number as it was written: `12.50` is 1250 of 10^-2. Exact, whatever its size. */
export type Decimal = { digits: bigint; places: number };

const WRITTEN = /^([+\-−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;
const LONGEST = 200;

/** Reads a written number; commas may stand between thousands and nowhere else. Undefined where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign = "", whole = "", fraction = ""] = (text.length > LONGEST ? null : WRITTEN.exec(text)) ?? [];
  if (whole === "") return undefined;
  const digits = BigInt(whole.replaceAll(",", "") + fraction);
  return { digits: sign === "" || sign === "+" ? digits : -digits, places: fraction.length };
}

/** The number times `factor`, where that is a whole number; undefined where it is not, because nothing may be rounded away. */
export function scaleDecimal(
  { digits, places }: Decimal,
  factor: { times: bigint; over?: bigint },
): bigint | undefined {
  const numerator = digits * factor.times;
  const denominator = 10n ** BigInt(places) * (factor.over ?? 1n);
  return numerator % denominator === 0n ? numerator / denominator : undefined;
}

/** Writes a fraction with at most so many places, floored toward zero, trailing zeros cut, thousands set apart: `−1,234.5`. */
export function formatFraction(numerator: bigint, denominator: bigint, places: number): string {
  const size = sizeOf(numerator);
  const scaled = (size * 10n ** BigInt(places)) / denominator;
  const digits = scaled.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  const sign = numerator < 0n && scaled > 0n ? "−" : "";
  return sign + (fraction === "" ? whole : `${whole}.${fraction}`);
}

/** How many places a fraction of this denominator needs to be written exactly; undefined where no number of places suffices. */
export function exactPlaces(denominator: bigint): number | undefined {
  let rest = denominator;
  let [twos, fives] = [0, 0];
  for (; rest % 2n === 0n && rest > 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n && rest > 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : undefined;
}

/** The number, or a Refusal that says how numbers are written. */
export function requireDecimal(text: string, example: string): Decimal {
  const decimal = parseDecimal(text.trim());
  if (decimal) return decimal;
  throw new Refusal(`That is not a number Steward can read without guessing.`, {
    hint: `Write it like ${example}: a point before decimals, commas only between thousands.`,
  });
}
