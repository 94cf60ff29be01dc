import { sumUsd } from "../money.ts";
import type { Usd } from "../statement.ts";

/** What one log moved: out of the treasury's plain balances or into them, or of another position; valued in USD 1e-8, never negative. */
export type ValuedFlow = { transaction: string; direction: "in" | "out"; isBalance: boolean; usd: Usd };

/**
 * What left the treasury: for each transaction in which something left a plain balance, that less all that came back in the same transaction
 * (a deposit, a swap between watched tokens, a loan that is paid back leave nothing); never less than zero. Unknown as soon as one part is.
 */
export function spentUsd(flows: readonly ValuedFlow[]): Usd {
  const byTransaction = new Map<string, ValuedFlow[]>();
  for (const flow of flows) {
    const group = byTransaction.get(flow.transaction);
    if (group) group.push(flow);
    else byTransaction.set(flow.transaction, [flow]);
  }
  const spent = [...byTransaction.values()]
    .filter((group) => group.some(({ isBalance, direction }) => isBalance && direction === "out"))
    .map((group) =>
      atLeastNothing(sumUsd(group.map(({ usd, direction }) => (direction === "out" ? usd : negated(usd))))),
    );
  return sumUsd(spent);
}

function negated(usd: Usd): Usd {
  return usd === undefined ? undefined : -usd;
}

function atLeastNothing(usd: Usd): Usd {
  return usd !== undefined && usd < 0n ? 0n : usd;
}
