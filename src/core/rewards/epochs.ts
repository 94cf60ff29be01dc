/** The number of the stretch that a moment is in, counted from the Unix epoch in stretches of so many seconds; both in seconds. */
export function epochAt(at: number, epochSeconds: number): number {
  return Math.floor(at / epochSeconds);
}
