import { RAY } from "../legs.ts";
import { type IndexAt, indexAt, type PriceIndex, toIndex } from "./price-index.ts";

/** How much prices rose between two moments, at a scale of 1e27, and what was not known of it. */
export type Inflation = { rate: bigint } & Pick<IndexAt, "bridged" | "extrapolatedFrom">;

/** Inflation between two Unix seconds, rounded toward zero; undefined where the series does not reach. */
export function inflationBetween(series: PriceIndex, from: number, to: number): Inflation | undefined {
  const [first, last] = [indexAt(series, from), indexAt(series, to)];
  if (first === undefined || last === undefined || first.index <= 0n) return undefined;
  return {
    rate: ((last.index - first.index) * RAY) / first.index,
    bridged: [...new Set([...first.bridged, ...last.bridged])],
    extrapolatedFrom: last.extrapolatedFrom ?? first.extrapolatedFrom,
  };
}

/** What a return is worth after inflation: (1+r)/(1+π)−1, all at a scale of 1e27, rounded toward zero. Prices must not have fallen to nothing. */
export function realReturn(gained: bigint, inflation: bigint): bigint {
  return ((gained - inflation) * RAY) / (RAY + inflation);
}

/** A series with the name members see, and the month in whose money income is told: the first of the series where none is named. */
export type Deflator = { name: string; series: PriceIndex; base?: string | undefined };

/** Income in USD 1e-8 in the money of a month, and what of that is not known. */
export type RealIncome = Omit<Inflation, "rate"> & { usd: bigint; base: string; name: string };

/** Income of a Unix second in the money of the base month: of its middle, for which its index stands. Rounded toward zero; undefined where the series does not reach. */
export function realIncome({ name, series, base: named }: Deflator, usd: bigint, at: number): RealIncome | undefined {
  const found = indexAt(series, at);
  if (found === undefined) return undefined;
  const { index, bridged, extrapolatedFrom } = found;
  const base = named ?? Object.keys(series).sort()[0] ?? "";
  return { usd: inMoneyOf(usd, index, toIndex(series[base] ?? 0)), base, name, bridged, extrapolatedFrom };
}

/** An amount of money of one moment in the money of another, by the indices of both; rounded toward zero. */
export function inMoneyOf(amount: bigint, index: bigint, base: bigint): bigint {
  return (amount * base) / index;
}
