import { sumUsd } from "../money.ts";
import type { Usd } from "../statement.ts";

/**
 * What one log moved at a Unix second: out of the treasury's plain balances or into them, or of another position; in USD 1e-8 at the prices of then and of today,
 * never negative.
 */
export type ValuedFlow = {
  transaction: string;
  at: number;
  direction: "in" | "out";
  isBalance: boolean;
  usdThen: Usd;
  usdToday: Usd;
};

/**
 * What left the treasury: for each transaction in which something left a plain balance, that less all that came back in the same transaction
 * (a deposit, a swap between watched tokens, a loan that is paid back leave nothing); never less than zero. A transaction is valued at the prices of its own time,
 * or where one of those is not known, all of it at today's: what is swapped is worth the same on both sides then only. Unknown as soon as one part is.
 */
export function spentUsd(flows: readonly ValuedFlow[]): Usd {
  const groups = [...Map.groupBy(flows, ({ transaction }) => transaction).values()];
  const spent = groups
    .filter((group) => group.some(({ isBalance, direction }) => isBalance && direction === "out"))
    .map((group) => atLeastNothing(netOut(group, "usdThen") ?? netOut(group, "usdToday")));
  return sumUsd(spent);
}

function netOut(group: readonly ValuedFlow[], when: "usdThen" | "usdToday"): Usd {
  return sumUsd(group.map((flow) => (flow.direction === "out" ? flow[when] : negated(flow[when]))));
}

function negated(usd: Usd): Usd {
  return usd === undefined ? undefined : -usd;
}

function atLeastNothing(usd: Usd): Usd {
  return usd !== undefined && usd < 0n ? 0n : usd;
}
