const DAY = 86_400n;

/** Whether and when a node's earnings reach its cost; `days` rounded up. */
export type Payback = { state: "reached" } | { state: "never" } | { state: "ahead"; days: bigint };

/**
 * How long until what a node has earned reaches its cost, if it goes on at the pace of `lately` in so many seconds. Everything in one unit,
 * whichever that is; nothing negative, seconds above zero.
 */
export function payback({
  cost,
  earned,
  lately,
  seconds,
}: {
  cost: bigint;
  earned: bigint;
  lately: bigint;
  seconds: bigint;
}): Payback {
  const rest = cost - earned;
  if (rest <= 0n) return { state: "reached" };
  if (lately <= 0n) return { state: "never" };
  const perDay = lately * DAY;
  return { state: "ahead", days: (rest * seconds + perDay - 1n) / perDay };
}
