import { isAddressEqual } from "viem";
import { findLeg, tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { PoolCase } from "./aave.ts";

/** Lent to a pool: what was given, its token received, and interest that had grown since the last event. */
export function explainSupply({ facts, event, token, transfer, protocol }: PoolCase): Line[] {
  const { holder, reserve, amount, via, log } = event;
  const given =
    [holder, via].some(facts.isOurs) || via === facts.receipt.to
      ? findLeg(facts, { way: "out", token: reserve, raw: amount, via })
      : undefined;
  const lines: Line[] = [];
  if (given !== undefined)
    lines.push({
      ...{ ...given, type: "deposit", subtype: "deposit_for_wrapped", protocol },
      reason: `The pool's supply (log ${log.index}) took this amount${facts.isOurs(holder) ? "" : `; what is lent is ${holder}'s`}.`,
    });
  if (!facts.isOurs(holder)) return lines;
  if (token === undefined || transfer === undefined) return lines;
  const { increase, value } = token;
  const reason = `Mint (log ${token.log.index}): value ${value} less balanceIncrease ${increase}.`;
  lines.push({
    ...tell(transfer, { type: "receive", subtype: "receive_wrapped", protocol, reason }),
    raw: value - increase,
  });
  if (increase > 0n) lines.push(interest({ facts, event, token, transfer, protocol }, transfer.asset));
  return lines;
}

/** Taken back from a pool, straight or through a contract that was given the pool's token first. */
export function explainWithdraw(pool: PoolCase): Line[] {
  const { facts, event, token, transfer, protocol } = pool;
  if (!facts.isOurs(event.holder)) return explainWithdrawThrough(pool);
  if (token === undefined) return [];
  const { reserve, amount, via, log } = event;
  const got = findLeg(facts, { way: "in", token: reserve, raw: amount, via });
  const hasGrown = token.kind === "mint";
  // Where more interest had grown than was taken, the token is minted, and nothing lent is touched.
  const returned = hasGrown || got === undefined ? amount : token.value;
  const said = `${token.kind === "mint" ? "Mint" : "Burn"} (log ${token.log.index}): value ${token.value}, balanceIncrease ${token.increase}`;
  const lines: Line[] = [];
  if ((hasGrown || got === undefined) && token.increase > 0n) lines.push(interest(pool, { address: token.token }));
  lines.push({
    ...{ log: transfer?.log ?? token.log.index, asset: { address: token.token }, raw: returned, account: event.holder },
    ...{ type: "spend", subtype: "return_wrapped", protocol },
    ...{ reason: `${said}; the pool's withdrawal (log ${log.index}) paid ${amount}.` },
    claims: transfer === undefined ? [] : [transfer.log],
  });
  if (got === undefined) return lines;
  const redeemed = hasGrown ? amount : amount - token.increase;
  lines.push({
    ...{ ...got, raw: redeemed, type: "withdrawal", subtype: "redeem_wrapped", protocol },
    reason: hasGrown
      ? `The pool's withdrawal (log ${log.index}) paid this, out of interest alone.`
      : `The pool's withdrawal (log ${log.index}) paid ${amount}, of which ${token.increase} is interest.`,
  });
  if (!hasGrown && token.increase > 0n) lines.push(interest(pool, got.asset));
  return lines;
}

/** A contract took the pool's token from an account, gave it back to the pool, and passed on what it got. */
function explainWithdrawThrough({ facts, event, token, protocol }: PoolCase): Line[] {
  if (token === undefined) return [];
  const { holder, reserve, amount, via, log } = event;
  const move = facts.moves.find(
    (one) => one.way === "out" && one.to === holder && isAddressEqual(one.token, token.token) && one.log < log.index,
  );
  if (move === undefined || move.raw < amount) return [];
  const reason = `Given to ${holder}, which gave it back to the pool (log ${log.index}).`;
  const lines: Line[] = [tell(move, { type: "spend", subtype: "return_wrapped", protocol, reason })];
  const got = findLeg(facts, { way: "in", token: reserve, raw: amount, via, after: log.index });
  if (got === undefined) return lines;
  lines.push({
    ...{ ...got, type: "withdrawal", subtype: "redeem_wrapped", protocol },
    reason: `The pool paid this to ${via} (log ${log.index}), which passed it on.`,
  });
  return lines;
}

/** An account let the pool hold what it lent against what it owes, or ended that; nothing moves. */
export function explainCollateral({ facts, event, protocol }: PoolCase): Line[] {
  const { holder, reserve, log, kind } = event;
  if (!facts.isOurs(holder)) return [];
  const reason = `Log ${log.index}: what is lent of this ${kind === "collateral on" ? "now" : "no longer"} secures what is owed.`;
  return [
    {
      ...{ log: log.index, type: "informational", subtype: "none", asset: { address: reserve }, raw: 0n },
      ...{ account: holder, protocol, reason, claims: [log.index] },
    },
  ];
}

function interest(
  { event, token, protocol }: Pick<PoolCase, "facts" | "event" | "token" | "transfer" | "protocol">,
  asset: Line["asset"],
): Line {
  const raw = token?.increase ?? 0n;
  return {
    ...{ log: event.log.index, type: "receive", subtype: "interest", asset, raw, account: event.holder, protocol },
    ...{ reason: `balanceIncrease (log ${token?.log.index}): what grew since the account's last event.`, claims: [] },
  };
}
