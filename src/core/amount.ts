import { Refusal } from "../errors.ts";
import { formatFraction, requireDecimal, scaleDecimal } from "./decimal.ts";

/** An amount in whole tokens, `1,234.56`: floored toward zero to `digits` decimals (exact without), trailing zeros cut. */
export function formatAmount(amount: bigint, decimals: number, options: { digits?: number } = {}): string {
  return formatFraction(amount, 10n ** BigInt(decimals), Math.min(options.digits ?? decimals, decimals));
}

/** Whole tokens as written, in the token's smallest unit; exact, or a Refusal. */
export function parseAmount(text: string, decimals: number): bigint {
  const amount = scaleDecimal(requireDecimal(text, "`1,000.5`"), { times: 10n ** BigInt(decimals) });
  if (amount !== undefined) return amount;
  throw new Refusal(
    decimals === 0
      ? "This is counted in whole numbers only."
      : `This is finer than it can be counted: there are ${decimals} decimals.`,
  );
}

/** A share of millionths as a percentage, exact: 125,000n is `12.5 %`. */
export function formatShare(millionths: bigint): string {
  return `${formatFraction(millionths, 10_000n, 4)} %`;
}
