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
  const { facts, event, token, transfer, find, protocol } = pool;
  const { holder, reserve, amount, via, log } = event;
  const lines: Line[] = [];
  if (facts.isOurs(holder) && token !== undefined && transfer !== undefined) {
    if (token.kind === "burn") {
      const reason = `Burn of the debt (log ${token.log.index}): ${token.value} beside ${token.increase} of interest on it.`;
      lines.push(tell(transfer, { type: "spend", subtype: "return_wrapped", protocol, reason }));
    } else {
      lines.push(debtInterest(pool, token.value));
    }
  }
  const paid = findLeg(facts, { way: "out", token: reserve, raw: amount, via }) ?? findOwnToken();
  if (paid !== undefined)
    lines.push({
      ...{ ...paid, type: "spend", subtype: "payback_debt", protocol },
      reason: `The pool's repayment (log ${log.index}) took ${amount}${token !== undefined && token.increase > 0n ? `, of which ${token.increase} is interest on the debt, an expense` : ""}.`,
    });
  return lines;

  function findOwnToken() {
    const own = facts.isOurs(via) ? find(via, -amount) : undefined;
    const move = own === undefined ? undefined : findTransfer(facts, own);
    return move === undefined ? undefined : { ...move, claims: [move.log] };
  }
}

function debtInterest({ event, token, protocol }: PoolCase, raw: bigint): Line {
  return {
    ...{ log: token?.log.index ?? event.log.index, type: "spend", subtype: "interest", raw, account: event.holder },
    ...{ asset: token === undefined ? {} : { address: token.token }, protocol, claims: [] },
    reason: `balanceIncrease of the debt (log ${token?.log.index}): the debt grew by this, an expense.`,
  };
}
