import { HOUR, WEEK, YEAR } from "../../seconds.ts";
import { isoDay } from "../format-time.ts";
import type { StatementToken, Usd } from "../statement.ts";

/** What of a position unlocks at a Unix second, in the token's smallest unit and in USD 1e-8 at today's price. */
export type Unlock = { at: number; label: string; token: StatementToken; amount: bigint; usd: Usd };

/** What is locked and nobody says until when. */
export type Undated = Omit<Unlock, "at">;

/** When, as somebody plans: due already, within two days, within a week, in a month of the calendar, or after a year. */
export type UnlockSpan = {
  kind: "due" | "soon" | "week" | "month" | "later";
  /** Of those that unlock first to last. */
  unlocks: readonly Unlock[];
};

/** An unlock is near from here on, in seconds: two days. */
export const SOON = 48 * HOUR;

/** Unlocks by when they are, the first ones first; months are those of the time zone, and what is more than a year away is one span. */
export function unlockCalendar(unlocks: readonly Unlock[], now: number, timeZone: string): UnlockSpan[] {
  const inOrder = unlocks.filter(({ amount }) => amount > 0n).sort((a, b) => a.at - b.at);
  const spans = Map.groupBy(inOrder, ({ at }) => {
    const kind = spanOf(at - now);
    return kind === "month" ? isoDay(at, timeZone).slice(0, 7) : kind;
  });
  return [...spans.values()].map((group) => ({ kind: spanOf((group[0]?.at ?? now) - now), unlocks: group }));
}

function spanOf(left: number): UnlockSpan["kind"] {
  if (left <= 0) return "due";
  if (left <= SOON) return "soon";
  return left <= WEEK ? "week" : left <= YEAR ? "month" : "later";
}

/** What a locked leg holds beyond what is said to unlock; 0 where all of it has its day. */
export function undatedAmount(locked: bigint, unlocks: readonly { amount: bigint }[]): bigint {
  const dated = unlocks.reduce((sum, { amount }) => sum + amount, 0n);
  return locked > dated ? locked - dated : 0n;
}
