/** The first seconds of the next months of the calendar, in UTC, as many as are asked for; Unix seconds. */
export function nextMonths(now: number, count: number): number[] {
  const today = new Date(now * 1_000);
  return Array.from({ length: count }, (_, index) => {
    return Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + index + 1) / 1_000;
  });
}
