import type { Statement } from "../core/treasury/statement.ts";
import { formatShort, formatShortUsd, toPixels } from "./format-figure.ts";

/** One colour of a stacked bar: a value for each day, undefined where it is unknown. */
export type Series = { label: string; values: readonly (number | undefined)[] };

/** What a bar chart shows, and how its axis is written. */
export type ChartData = {
  title: string;
  series: readonly Series[];
  /** For each day the sum of all, costs included, undefined where a part is unknown; left out where the bars' ends say as much, or nothing is known. */
  net?: readonly (number | undefined)[];
  /** For each day, whether part of it is unknown. */
  unknown: readonly boolean[];
  format: (value: number) => string;
};

const MOST_SERIES = 5;

/** Income in USD by source where any of it has a value; else what each region was paid, in the token of the largest source. */
export function chartData(statement: Statement): ChartData {
  const income = statement.history.income.map(({ label, usd }) => ({
    label,
    values: usd.map((value) => (value === undefined ? undefined : toPixels(value))),
  }));
  const valued = income.some(({ values }) => values.some((value) => value !== undefined && value !== 0));
  if (valued || statement.history.regions.length === 0) {
    const unknown = statement.history.days.map((_, day) => income.some(({ values }) => values[day] === undefined));
    const shown = income.filter(isSomething);
    return { title: "Income, USD", series: fold(shown), ...netOf(shown, income), unknown, format: formatShortUsd };
  }
  return regionsOf(statement);
}

function regionsOf({ history }: Statement): ChartData {
  const first = history.regions[0];
  if (first === undefined) return { title: "Rewards", series: [], unknown: [], format: formatShort };
  const unit = 10n ** BigInt(first.token.decimals);
  const same = history.regions.filter(
    ({ source, token }) => source === first.source && token.name === first.token.name,
  );
  const series = same.map(({ region, totals }) => ({
    label: region,
    values: totals.map((total) => toPixels(total, unit)),
  }));
  return { title: `Rewards, ${first.token.symbol}`, series: fold(series), unknown: [], format: formatShort };
}

/** Of all sources, those that are not drawn included: what is unknown of them makes the sum unknown. */
function netOf(shown: readonly Series[], income: readonly Series[]): Pick<ChartData, "net"> {
  const loses = shown.some(({ values }) => values.some((value) => value !== undefined && value < 0));
  const net = sumOf(income);
  const says = (shown.length > 1 || loses) && net.some((value) => value !== undefined);
  return says ? { net } : {};
}

function isSomething({ values }: Series): boolean {
  return values.some((value) => value !== 0 && value !== undefined) || values.every((value) => value === undefined);
}

/** Where there are more series than colours, the smallest become one called `others`; the rest stay in their order. */
export function fold(series: readonly Series[]): Series[] {
  if (series.length <= MOST_SERIES) return [...series];
  const largest = new Set([...series].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, MOST_SERIES - 1));
  const rest = series.filter((one) => !largest.has(one));
  return [...series.filter((one) => largest.has(one)), { label: "others", values: sumOf(rest) }];
}

function sizeOf({ values }: Series): number {
  return values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
}

function sumOf(series: readonly Series[]): (number | undefined)[] {
  const days = series[0]?.values.length ?? 0;
  return Array.from({ length: days }, (_, day) => sum(series.map(({ values }) => values[day])));
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total + value), 0);
}
