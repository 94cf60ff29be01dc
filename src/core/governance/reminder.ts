/** The unix second from which reminders go out: so long before the end, but never in the first half of a vote. */
export function remindsFrom(times: { openedAt: number; closesAt: number }, reminderSeconds: number): number {
  const half = times.openedAt + Math.floor((times.closesAt - times.openedAt) / 2);
  return Math.max(times.closesAt - reminderSeconds, half);
}
