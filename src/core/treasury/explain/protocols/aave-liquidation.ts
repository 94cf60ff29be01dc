import { isAddressEqual, zeroAddress } from "viem";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { PoolCase } from "./aave.ts";

/** A position was liquidated: debt that others paid, what they took for it, and the pool's fee. */
export function explainLiquidation({ facts, event, token, transfer, protocol }: PoolCase): Line[] {
  const { holder, log } = event;
  if (!facts.isOurs(holder)) return [];
  const lines: Line[] = [];
  const said = `liquidation (log ${log.index})`;
  if (token !== undefined && transfer !== undefined) {
    const reason = `Burn of the debt (log ${token.log.index}), beside ${token.increase} of interest on it, in a ${said}.`;
    lines.push(tell(transfer, { type: "spend", subtype: "payback_debt", protocol, reason }));
  }
  const taken = facts.moves.filter(
    ({ way, from, log: at, token: address }) =>
      way === "out" && from === holder && at < log.index && at !== transfer?.log && hasPoolShape(address),
  );
  const [first, ...rest] = taken;
  if (first === undefined) return lines;
  lines.push(tell(first, { type: "loss", subtype: "liquidate", protocol, reason: `Taken in a ${said}.` }));
  for (const move of rest)
    if (isAddressEqual(move.token, first.token) && move.to !== zeroAddress)
      lines.push(tell(move, { type: "spend", subtype: "fee", protocol, reason: `The pool's fee in a ${said}.` }));
  return lines;

  function hasPoolShape(address: string): boolean {
    return facts.logs.some(({ address: at, topics }) => at === address && topics.length === 3 && at !== event.reserve);
  }
}
