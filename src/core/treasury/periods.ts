import { Temporal } from "temporal-polyfill";
import { DAY } from "../seconds.ts";

/** How often a report is made: calendar periods of a time zone, or a number of seconds counted from 1970. */
export type Every = "day" | "week" | "month" | { seconds: number };

/** A stretch of time in Unix seconds: [from, to). */
export type Period = { from: number; to: number };

/** The period that holds the moment. Weeks begin on Monday; days may have 23 or 25 hours. */
export function periodAt(every: Every, timeZone: string, at: number): Period {
  if (typeof every === "object") {
    const from = Math.floor(at / every.seconds) * every.seconds;
    return { from, to: from + every.seconds };
  }
  const date = dateAt(timeZone, at);
  const first =
    every === "day" ? date : every === "month" ? date.with({ day: 1 }) : date.subtract({ days: date.dayOfWeek - 1 });
  return { from: startOf(first, timeZone), to: startOf(first.add({ [`${every}s`]: 1 }), timeZone) };
}

/** The period that ends where this moment's begins. */
export function periodBefore(every: Every, timeZone: string, at: number): Period {
  return periodAt(every, timeZone, periodAt(every, timeZone, at).from - 1);
}

/**
 * Periods that are over and have no report yet, oldest first: those that begin at or after the end of the last report. Of many
 * missed ones only the newest are made up for; what lies before them is named as the gap. Without any report yet, the newest one.
 */
export function periodsDue(
  every: Every,
  timeZone: string,
  lastTo: number | undefined,
  now: number,
  most = 3,
): { periods: readonly Period[]; gap: Period | undefined } {
  const periods: Period[] = [];
  const wanted = lastTo === undefined ? 1 : most;
  let period = periodBefore(every, timeZone, now);
  for (
    ;
    period.from >= (lastTo ?? Number.NEGATIVE_INFINITY) && periods.length < wanted;
    period = periodBefore(every, timeZone, period.from)
  ) {
    periods.unshift(period);
  }
  const first = periods[0];
  const gap = first && lastTo !== undefined && lastTo < first.from ? { from: lastTo, to: first.from } : undefined;
  return { periods, gap };
}

/** The calendar days of a time zone that cover a period, cut at its ends; a period within one day is one stretch. */
export function daysOf(period: Period, timeZone: string): Period[] {
  const days: Period[] = [];
  for (let from = period.from; from < period.to; ) {
    const to = Math.min(periodAt("day", timeZone, from).to, period.to);
    days.push({ from, to });
    from = to;
  }
  return days;
}

/** Periods of the same kind as far back as a picture shows, the given one last: two weeks of days, a month's days, twelve short periods. */
export function historyOf(every: Every, timeZone: string, period: Period): Period[] {
  if (typeof every === "object" && every.seconds < DAY) {
    const { from } = periodAt(every, timeZone, period.from);
    const earlier = Array.from({ length: 11 }, (_, index) => from - (11 - index) * every.seconds);
    return [...earlier.map((start) => ({ from: start, to: start + every.seconds })), { from, to: period.to }];
  }
  const spanned = Math.round((period.to - period.from) / DAY);
  return lastDays(timeZone, period.to, Math.min(Math.max(spanned, 14), 31));
}

/** So many calendar days up to the moment, the last one cut there. */
export function lastDays(timeZone: string, to: number, count: number): Period[] {
  const first = dateAt(timeZone, to - 1).subtract({ days: count - 1 });
  return daysOf({ from: startOf(first, timeZone), to }, timeZone);
}

function dateAt(timeZone: string, at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
}

function startOf(date: Temporal.PlainDate, timeZone: string): number {
  return Math.floor(date.toZonedDateTime(timeZone).epochMilliseconds / 1000);
}
