import { Temporal } from "temporal-polyfill";
import { DAY, HOUR } from "../seconds.ts";
import type { Period } from "./periods.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** `45 s`, `12 min`, `7 h`, `3 d`: the largest unit that fits, floored. */
export function shortDuration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * HOUR) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

/** `23 Nov` in a time zone; independent of the machine's language. */
export function formatDay(at: number, timeZone: string): string {
  const date = zoned(at, timeZone);
  return `${date.day} ${MONTHS[date.month - 1] ?? ""}`;
}

/** `Nov 2026` in a time zone. */
export function formatMonth(at: number, timeZone: string): string {
  const date = zoned(at, timeZone);
  return `${MONTHS[date.month - 1] ?? ""} ${date.year}`;
}

/** `14:05`, or `14:05:09` where there are seconds, in a time zone. */
export function formatClock(at: number, timeZone: string): string {
  return clock(zoned(at, timeZone));
}

/** `23 Nov 2026, 14:05:09` in a time zone; seconds only where there are any. */
export function formatMoment(at: number, timeZone: string): string {
  const date = zoned(at, timeZone);
  return `${formatDay(at, timeZone)} ${date.year}, ${clock(date)}`;
}

/** A period in words: `Sat 21 Nov 2026`, `16 – 22 Nov 2026`, `Oct 2026`, `23 Nov 2026, 14:05 – 14:06`. */
export function formatStretch({ from, to }: Period, timeZone: string): string {
  const [first, end] = [zoned(from, timeZone), zoned(to, timeZone)];
  const whole = first.hour + first.minute + first.second + end.hour + end.minute + end.second === 0;
  if (!whole) {
    // The midnight that ends a day is still that day's.
    const within = isSameDay(first, end.subtract({ seconds: 1 }));
    return `${formatMoment(from, timeZone)} – ${within ? clock(end) : formatMoment(to, timeZone)}`;
  }
  const last = end.subtract({ days: 1 });
  if (isSameDay(first, last)) return `${DAYS[first.dayOfWeek - 1] ?? ""} ${formatDay(from, timeZone)} ${first.year}`;
  if (first.day === 1 && end.day === 1 && first.month === last.month)
    return `${MONTHS[first.month - 1] ?? ""} ${first.year}`;
  const year = first.year === last.year ? "" : ` ${first.year}`;
  const month = first.month === last.month && year === "" ? "" : ` ${MONTHS[first.month - 1] ?? ""}`;
  return `${first.day}${month}${year} – ${last.day} ${MONTHS[last.month - 1] ?? ""} ${last.year}`;
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
}

function isSameDay(a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): boolean {
  return a.toPlainDate().equals(b.toPlainDate());
}

function clock({ hour, minute, second }: Temporal.ZonedDateTime): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return second === 0 ? `${pad(hour)}:${pad(minute)}` : `${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

/** `2026-11-22`: the day in a time zone, for the names of files. */
export function isoDay(at: number, timeZone: string): string {
  return zoned(at, timeZone).toPlainDate().toString();
}
