import { sizeOf } from "../size.ts";
import type { StatementPrice, StatementToken, Usd } from "./statement.ts";

/** Units of 1 USD: all dollar values are integers of 1e-8 USD. */
export const USD = 100_000_000n;

/** The quotient rounded toward minus infinity, so that a loss is never shown smaller than it is; the divisor must be positive. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** What an amount in a token's smallest unit is worth, in units of 1e-8 USD, floored; unknown without a price that is still one. */
export function valueUsd(amount: bigint | undefined, token: StatementToken, price: StatementPrice | undefined): Usd {
  if (amount === undefined || price === undefined || price.silent) return undefined;
  return floorDivide(amount * price.answer * USD, 10n ** BigInt(token.decimals + price.decimals));
}

/** The sum, unknown as soon as one part is. */
export function sumUsd(parts: readonly Usd[]): Usd {
  return parts.reduce<Usd>((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0n);
}

/** The sum of the parts that are known. */
export function sumKnownUsd(parts: readonly Usd[]): bigint {
  return parts.reduce<bigint>((sum, part) => sum + (part ?? 0n), 0n);
}

/** `$1,234.56`, `−$0.05`; cents floored toward zero, left out from $100,000 on. Unknown values are said to be. */
export function formatUsd(value: Usd): string {
  if (value === undefined) return "unknown";
  const size = sizeOf(value);
  const sign = value < 0n ? "−" : "";
  if (size > 0n && size < USD / 100n) return `${sign}<$0.01`;
  const whole = `$${groupThousands((size / USD).toString())}`;
  if (size >= 100_000n * USD) return `${sign}${whole}`;
  const cents = ((size % USD) / (USD / 100n)).toString().padStart(2, "0");
  return `${sign}${whole}.${cents}`;
}

/** Digits with a comma after every third from the right. */
function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
