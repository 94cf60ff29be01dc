import { listLocked } from "../../../db/node-rewards.ts";
import type { App } from "../../app.ts";
import { valueUsd } from "../../core/treasury/money.ts";
import { type Undated, type UnlockSpan, undatedAmount, unlockCalendar } from "../../core/treasury/risk/unlocks.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { priceOf } from "../books/find-price.ts";
import { tokenOf } from "../token-of.ts";
import type { HeldLeg } from "./list-held-legs.ts";

/** What unlocks when, and what is locked without a day: of positions as it stands, of nodes as it was paid. */
export type UnlocksView = { calendar: readonly UnlockSpan[]; undated: readonly Undated[]; rewards: readonly Undated[] };

/** The calendar of all that positions say of their unlocks now, valued at today's prices. */
export function describeUnlocks(app: App, legs: readonly HeldLeg[], now: number): UnlocksView {
  const value = (token: string, amount: bigint) => ({
    token: tokenOf(app, token),
    amount,
    usd: valueUsd(amount, tokenOf(app, token), priceOf(app, token, now)),
  });
  const dated = legs.flatMap(({ label, token, unlocks }) =>
    unlocks.map(({ at, amount }) => ({ at, label, ...value(token.name, amount) })),
  );
  const undated = legs
    .filter(({ kind }) => kind === "locked")
    .map(({ label, token, amount, unlocks }) => ({ label, ...value(token.name, undatedAmount(amount, unlocks)) }));
  const rewards = Object.keys(app.config.rewards).flatMap((source) => {
    const { label } = findRewardSource(app.config, source);
    return [...listLocked(app.db, source)].map(([token, amount]) => ({ label, ...value(token, amount) }));
  });
  const isAny = ({ amount }: Undated) => amount > 0n;
  return {
    calendar: unlockCalendar(dated, now, app.config.timeZone),
    undated: undated.filter(isAny),
    rewards: rewards.filter(isAny),
  };
}
