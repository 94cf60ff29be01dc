import { findLeg, tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { PoolCase } from "./aave.ts";
import { findTransfer } from "./aave-events.ts";

/** Borrowed from a pool: its debt token, and the money. Interest that had grown on the debt is an expense. */
export function explainBorrow(pool: PoolCase): Line[] {
  const { facts, event, token, transfer, protocol } = pool;
  const { holder, reserve, amount, via, log } = event;
  if (!facts.isOurs(holder)) return [];
  const lines: Line[] = [];
  if (token !== undefined && transfer !== undefined) {
    const { value, increase } = token;
    const reason = `Mint of the debt (log ${token.log.index}): value ${value} less balanceIncrease ${increase}.`;
    lines.push({
      ...tell(transfer, { type: "receive", subtype: "receive_wrapped", protocol, reason }),
      raw: value - increase,
    });
    if (increase > 0n) lines.push(debtInterest(pool, increase));
  }
  const got = findLeg(facts, { way: "in", token: reserve, raw: amount, via });
  if (got !== undefined)
    lines.push({
      ...{ ...got, type: "receive", subtype: "generate_debt", protocol },
      reason: `The pool's loan (log ${log.index}) paid this.`,
    });
  return lines;
}

/** Paid back to a pool, with money or with the pool's own token. */
export function explainRepay(pool: PoolCase): Line[] {
  const { facts, event, token, find, protocol } = pool;
  const { holder, reserve, amount, via, log } = event;
  if (event.withClaims === true) {
    // The pool burns the debt before the claim, and both by the same amount: the newest is the claim.
    const debt = find(holder, -amount);
    const transfer = debt && findTransfer(facts, debt);
    const isSame = transfer !== undefined && transfer.log === pool.transfer?.log;
    return [...explainDebt({ ...pool, token: debt, transfer: isSame ? undefined : transfer }), ...payInClaims(pool)];
  }
  const lines = explainDebt(pool);
  const paid = findLeg(facts, { way: "out", token: reserve, raw: amount, via });
  if (paid !== undefined)
    lines.push({
      ...{ ...paid, type: "spend", subtype: "payback_debt", protocol },
      reason: `The pool's repayment (log ${log.index}) took ${amount}${token !== undefined && token.increase > 0n ? `, of which ${token.increase} is interest on the debt, an expense` : ""}.`,
    });
  return lines;
}

/** The debt that shrank; where more interest had grown on it than is paid it grows all the same. */
function explainDebt(pool: PoolCase): Line[] {
  const { facts, event, token, transfer, protocol } = pool;
  if (!facts.isOurs(event.holder) || token === undefined || transfer === undefined) return [];
  if (token.kind === "mint") return [{ ...debtInterest(pool, token.value), claims: [transfer.log] }];
  const reason = `Burn of the debt (log ${token.log.index}): ${token.value} beside ${token.increase} of interest on it.`;
  return [tell(transfer, { type: "spend", subtype: "return_wrapped", protocol, reason })];
}

/** What was lent to the pool pays a debt there; the interest that had grown on it is booked first. */
function payInClaims({ facts, event, token, transfer, protocol }: PoolCase): Line[] {
  const { holder, amount, log } = event;
  if (!facts.isOurs(holder) || token === undefined) return [];
  const at = {
    ...{ log: transfer?.log ?? token.log.index, asset: { address: token.token }, account: holder, protocol },
    claims: transfer === undefined ? [] : [transfer.log],
  };
  const lines: Line[] = [];
  if (token.increase > 0n)
    lines.push({
      ...{ ...at, raw: token.increase, type: "receive", subtype: "interest", claims: [] },
      reason: `balanceIncrease (log ${token.log.index}): what grew since the account's last event.`,
    });
  lines.push({
    ...{ ...at, raw: amount, type: "spend", subtype: "payback_debt" },
    reason: `The pool's repayment (log ${log.index}) took this of what was lent to it.`,
  });
  return lines;
}

function debtInterest({ event, token, protocol }: PoolCase, raw: bigint): Line {
  return {
    ...{ log: token?.log.index ?? event.log.index, type: "spend", subtype: "interest", raw, account: event.holder },
    ...{ asset: token === undefined ? {} : { address: token.token }, protocol, claims: [] },
    reason: `balanceIncrease of the debt (log ${token?.log.index}): the debt grew by this, an expense.`,
  };
}
