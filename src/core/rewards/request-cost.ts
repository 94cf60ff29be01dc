/** HTTP requests per 1,000 rewards, rounded up; undefined where no reward was booked, so that nothing can be said of its cost. */
export function requestsPerThousand(requests: number, rewards: number): number | undefined {
  return rewards === 0 ? undefined : Math.ceil((requests * 1_000) / rewards);
}
