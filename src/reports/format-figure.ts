import { formatAmount, formatShare } from "../core/amount.ts";
import { sizeOf } from "../core/size.ts";
import { formatUsd, USD } from "../core/treasury/money.ts";
import type { StatementToken, Usd } from "../core/treasury/statement.ts";

/** An amount with its symbol and as many decimals as a glance can use, floored toward zero: `2,398.21 HELIO`. */
export function formatTokens(amount: bigint, token: StatementToken): string {
  const whole = 10n ** BigInt(token.decimals);
  const size = sizeOf(amount);
  const digits = size >= 1_000n * whole ? 0 : size >= whole || size === 0n ? 2 : 6;
  return `${formatAmount(amount, token.decimals, { digits })} ${token.symbol}`;
}

/** A yearly rate with two decimals, floored toward zero: `5.93 %`. */
export function formatRate(millionths: bigint | undefined): string {
  return millionths === undefined ? "unknown" : formatShare(millionths - (millionths % 100n));
}

/** A dollar value that is income: with its sign, so that a gain is told from a loss at a glance. */
export function formatIncome(value: Usd): string {
  return value !== undefined && value > 0n ? `+${formatUsd(value)}` : formatUsd(value);
}

/** A dollar value in few characters, for axes: `$950`, `$1.2k`, `−$3M`. */
export function formatShortUsd(dollars: number): string {
  return `${dollars < 0 ? "−" : ""}$${formatShort(Math.abs(dollars))}`;
}

/** A number in few characters: `950`, `1.2k`, `3M`; beyond what has a name, and close to nothing, `1.5e15` and `2e-5`. */
export function formatShort(value: number): string {
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size >= 1e15 || (size < 1e-3 && size > 0))
    return `${sign}${Number(size.toPrecision(3)).toExponential().replace("+", "")}`;
  const [unit, name] = (
    [
      [1e12, "T"],
      [1e9, "B"],
      [1e6, "M"],
      [1e3, "k"],
    ] as const
  ).find(([step]) => size >= step) ?? [1, ""];
  const scaled = size / unit;
  const digits = scaled >= 100 || Number.isInteger(scaled) ? 0 : scaled >= 10 ? 1 : scaled >= 0.1 ? 2 : 4;
  return `${sign}${scaled
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "")}${name}`;
}

/** Dollars as a number, for the length of a bar and nothing else. */
export function toPixels(value: bigint, unit: bigint = USD): number {
  return Number((value * USD) / unit) / Number(USD);
}
