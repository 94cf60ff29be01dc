const LONGEST = 300;

/** Whole seconds to wait after so many failed attempts: 1, 2, 4 … up to 300, of which jitter (0 to 1) takes off up to half. */
export function backOffSeconds(attempts: number, jitter: number): number {
  const full = attempts > 9 ? LONGEST : Math.min(LONGEST, 2 ** Math.max(0, attempts - 1));
  return Math.max(1, Math.ceil(full * (1 - jitter / 2)));
}
