/** Discord's words for a moment: `R` relative to now, `F f D d T t` (and `S s` with seconds) in the reader's own zone; seconds since 1970. */
export function formatTime(unix: number, style: string, now: number): string {
  if (style === "R") return relativeTime(unix - now);
  return new Intl.DateTimeFormat("en-GB", FORMATS[style] ?? FORMATS["f"]).format(unix * 1000);
}

const DATE = { day: "numeric", month: "long", year: "numeric" } as const;
const HOUR = { hour: "2-digit", minute: "2-digit" } as const;
const SHORT_DATE = { day: "2-digit", month: "2-digit", year: "numeric" } as const;

const FORMATS: Record<string, Intl.DateTimeFormatOptions> = {
  t: HOUR,
  T: { ...HOUR, second: "2-digit" },
  d: SHORT_DATE,
  D: DATE,
  f: { ...DATE, ...HOUR },
  F: { weekday: "long", ...DATE, ...HOUR },
  s: { ...SHORT_DATE, ...HOUR },
  S: { ...SHORT_DATE, ...HOUR, second: "2-digit" },
};

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A distance in seconds in words, rounded to the nearest whole of its largest unit: "in 3 days", "2 hours ago". */
export function relativeTime(seconds: number): string {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return "now";
}

/** The stamp beside an author's name: the time alone today, with the day otherwise. */
export function stamp(unix: number, now: number): string {
  const time = formatTime(unix, "t", now);
  const day = (at: number) => new Date(at * 1000).toDateString();
  if (day(unix) === day(now)) return time;
  return day(unix) === day(now - 86_400) ? `Yesterday at ${time}` : `${formatTime(unix, "d", now)} ${time}`;
}
