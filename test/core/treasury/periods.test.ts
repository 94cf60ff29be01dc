import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  daysOf,
  type Every,
  historyOf,
  periodAt,
  periodBefore,
  periodsDue,
} from "../../../src/core/treasury/periods.ts";

const at = (iso: string) => Date.parse(iso) / 1000;
const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
];
const anyEvery = fc.oneof(
  fc.constantFrom<Every>("day", "week", "month"),
  fc.integer({ min: 1, max: 200_000 }).map((seconds) => ({ seconds })),
);
const anyTime = fc.integer({ min: at("2009-01-01T00:00:00Z"), max: at("2032-01-01T00:00:00Z") });

describe("periodAt", () => {
  test.each([
    ["day", "UTC", "2026-11-22T12:00:00Z", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"],
    ["day", "Europe/Berlin", "2026-11-22T23:30:00Z", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z"],
    ["week", "Europe/Berlin", "2026-11-22T12:00:00Z", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z"],
    ["month", "America/New_York", "2026-11-01T03:59:59Z", "2026-10-01T04:00:00Z", "2026-11-01T04:00:00Z"],
    ["month", "UTC", "2028-02-29T00:00:00Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"],
  ] as const)("default %s in %s", (every, zone, moment, from, to) => {
    expect(periodAt(every, zone, at(moment))).toEqual({ from: at(from), to: at(to) });
  });

  test("boundary: the first second belongs to the new day, the last to the old", () => {
    const midnight = at("2026-11-23T00:00:00Z");
    expect(periodAt("day", "UTC", midnight).from).toBe(midnight);
    expect(periodAt("day", "UTC", midnight - 1).to).toBe(midnight);
  });

  test("boundary: days are 23 and 25 hours long where the clock changes, and may begin at one o'clock", () => {
    const length = ({ from, to }: { from: number; to: number }) => (to - from) / 3600;
    expect(length(periodAt("day", "Europe/Berlin", at("2026-03-29T12:00:00Z")))).toBe(23);
    expect(length(periodAt("day", "Europe/Berlin", at("2026-10-25T12:00:00Z")))).toBe(25);
    expect(length(periodAt("day", "Australia/Lord_Howe", at("2026-10-04T00:00:00Z")))).toBe(23.5);
    expect(periodAt("day", "America/Sao_Paulo", at("2018-11-04T12:00:00Z")).from).toBe(at("2018-11-04T03:00:00Z"));
  });

  test("behavior: seconds are counted from 1970, whatever the time zone", () => {
    expect(periodAt({ seconds: 90 }, "Asia/Kathmandu", 1_000)).toEqual({ from: 990, to: 1_080 });
  });

  test("law: every moment is in exactly one period, and periods touch", () => {
    fc.assert(
      fc.property(anyEvery, fc.constantFrom(...zones), anyTime, (every, zone, moment) => {
        const period = periodAt(every, zone, moment);
        expect(period.from <= moment && moment < period.to).toBe(true);
        expect(periodAt(every, zone, period.from)).toEqual(period);
        expect(periodAt(every, zone, period.to - 1)).toEqual(period);
        expect(periodBefore(every, zone, moment).to).toBe(period.from);
      }),
      { numRuns: 300 },
    );
  });
});

describe("periodsDue", () => {
  const noon = at("2026-11-22T12:00:00Z");
  const day = (date: number) => at(`2026-11-${String(date).padStart(2, "0")}T00:00:00Z`);

  test("default: without any report the newest period that is over", () => {
    expect(periodsDue("day", "UTC", undefined, noon)).toEqual({
      periods: [{ from: day(21), to: day(22) }],
      gap: undefined,
    });
  });

  test("behavior: nothing is due twice", () => {
    expect(periodsDue("day", "UTC", day(22), noon)).toEqual({ periods: [], gap: undefined });
  });

  test("behavior: missed periods are made up for, oldest first", () => {
    expect(periodsDue("day", "UTC", day(20), noon).periods).toEqual([
      { from: day(20), to: day(21) },
      { from: day(21), to: day(22) },
    ]);
  });

  test("boundary: of many missed periods the last three are made, and the gap is named", () => {
    const due = periodsDue("day", "UTC", day(10), noon);
    expect(due.periods.map(({ from }) => from)).toEqual([day(19), day(20), day(21)]);
    expect(due.gap).toEqual({ from: day(10), to: day(19) });
  });

  test("boundary: a period is due from the second in which it ends", () => {
    expect(periodsDue("day", "UTC", day(21), day(22) - 1).periods).toEqual([]);
    expect(periodsDue("day", "UTC", day(21), day(22)).periods).toEqual([{ from: day(21), to: day(22) }]);
  });

  test("behavior: after a change from days to weeks no second is reported twice", () => {
    const due = periodsDue("week", "UTC", day(18), at("2026-11-30T00:00:00Z"));
    expect(due.periods).toEqual([{ from: day(23), to: day(30) }]);
    expect(due.gap).toEqual({ from: day(18), to: day(23) });
  });

  test("law: due periods are over, touch, follow the last report, and repeat nothing once reported", () => {
    fc.assert(
      fc.property(
        anyEvery,
        fc.constantFrom(...zones),
        anyTime,
        fc.integer({ min: 0, max: 4_000_000 }),
        (every, zone, now, ago) => {
          const lastTo = periodAt(every, zone, now - ago).from;
          const { periods, gap } = periodsDue(every, zone, lastTo, now);
          const ends = [lastTo, ...(gap ? [gap.to] : []), ...periods.map(({ to }) => to)];
          expect(periods.length).toBeLessThanOrEqual(3);
          expect(
            periods.every(
              ({ from, to }, index) =>
                to <= now && from === (index === 0 ? (gap?.to ?? lastTo) : periods[index - 1]?.to),
            ),
          ).toBe(true);
          expect(periodsDue(every, zone, ends.at(-1), now).periods).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("daysOf and historyOf", () => {
  test("law: days cover the period without gap or overlap", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        anyTime,
        fc.integer({ min: 1, max: 40 * 86_400 }),
        (zone, from, length) => {
          const days = daysOf({ from, to: from + length }, zone);
          expect(days[0]?.from).toBe(from);
          expect(days.at(-1)?.to).toBe(from + length);
          for (const [index, day] of days.entries()) if (index > 0) expect(day.from).toBe(days[index - 1]?.to);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ["day", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", 14],
    ["week", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", 14],
    ["month", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", 31],
    ["month", "2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z", 28],
  ] as const)("behavior: a %s's picture reaches back %s", (every, from, to, count) => {
    const history = historyOf(every, "UTC", { from: at(from), to: at(to) });
    expect(history).toHaveLength(count);
    expect(history.at(-1)?.to).toBe(at(to));
  });

  test("behavior: short periods are shown twelve at a time, the running one cut at its end", () => {
    const history = historyOf({ seconds: 60 }, "UTC", { from: 6_000, to: 6_030 });
    expect(history).toHaveLength(12);
    expect(history.slice(-2)).toEqual([
      { from: 5_940, to: 6_000 },
      { from: 6_000, to: 6_030 },
    ]);
  });
});
