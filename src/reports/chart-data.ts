import type { Statement } from "../core/treasury/statement.ts";
import { formatShort, formatShortUsd, toPixels } from "./format-figure.ts";

/** One colour of a stacked bar: a value for each day, undefined where it is unknown. */
export type Series = { label: string; values: readonly (number | undefined)[] };

/** What a bar chart shows, and how its axis is written. */
export type ChartData = {
  title: string;
  series: readonly Series[];
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
    return { title: "Income, USD", series: fold(income.filter(isSomething)), unknown, format: formatShortUsd };
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

function isSomething({ values }: Series): boolean {
  return values.some((value) => value !== 0 && value !== undefined) || values.every((value) => value === undefined);
}

/** More series than there are colours become one called `others`. */
export function fold(series: readonly Series[]): Series[] {
  if (series.length <= MOST_SERIES) return [...series];
  const [kept, rest] = [series.slice(0, MOST_SERIES - 1), series.slice(MOST_SERIES - 1)];
  const days = rest[0]?.values.length ?? 0;
  const values = Array.from({ length: days }, (_, day) => sum(rest.map(({ values: own }) => own[day])));
  return [...kept, { label: "others", values }];
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total + value), 0);
}
