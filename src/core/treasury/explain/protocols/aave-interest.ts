import type { Facts } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";
import { findTransfer, type PoolEvent, type TokenEvent } from "./aave-events.ts";
import { nameAavePool } from "./aave-pools.ts";

/** Interest that a pool's token books when it changes hands: it mints what grew, and nothing else. */
export function explainInterest(facts: Facts, tokens: readonly TokenEvent[], events: readonly PoolEvent[]): Line[] {
  const [event] = events;
  const protocol = event === undefined ? "aave_v3" : nameAavePool(event);
  return tokens.flatMap((token): Line[] => {
    const { log, kind, increase, value } = token;
    if (kind !== "mint" || increase === 0n || value !== increase || !facts.isOurs(token.holder)) return [];
    const transfer = findTransfer(facts, token);
    if (transfer === undefined) return [];
    const reason = `Mint (log ${log.index}): its value is its balanceIncrease, so all of it is interest.`;
    return [tell(transfer, { type: "receive", subtype: "interest", protocol, reason })];
  });
}
