import { type Address, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import { canBeIncome, type Facts, type Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";
import { explainBurns, isItem, nameManager } from "./position-items.ts";
import { findLegs } from "./position-legs.ts";

const read = eventsOf(
  parseAbi([
    "event IncreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
    "event DecreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
    "event Collect(uint256 indexed tokenId, address recipient, uint256 amount0, uint256 amount1)",
  ]),
);

/**
 * Concentrated liquidity held as an item: Uniswap v3 and PancakeSwap v3. A collection pays principal and fees in one sum;
 * what the same transaction took out of the position is principal, and the rest is fees.
 */
export const positions: Rule = {
  protocol: "uniswap_v3",
  explain: (facts) => {
    const decreased = new Map<bigint, [bigint, bigint]>();
    const told = new Set<number>();
    const lines: Line[] = [];
    const add = (...found: Line[]) => {
      lines.push(...found);
      for (const claim of found.flatMap(({ claims }) => claims)) told.add(claim);
    };
    for (const { log, eventName, args } of read(facts.logs)) {
      const { tokenId, amount0, amount1 } = args;
      const manager = log.address;
      const free = {
        ...facts,
        moves: facts.moves.filter((move) => !told.has(move.log)),
        wraps: facts.wraps.filter((wrap) => !told.has(wrap.log)),
      };
      const place = {
        facts: free,
        manager,
        log: log.index,
        protocol: nameManager(manager),
      };
      if (eventName === "DecreaseLiquidity") {
        const [first, second] = decreased.get(tokenId) ?? [0n, 0n];
        decreased.set(tokenId, [first + amount0, second + amount1]);
      } else if (eventName === "IncreaseLiquidity") {
        add(...explainIncrease(place, tokenId, [amount0, amount1]));
      } else {
        add(...explainCollect(place, tokenId, [amount0, amount1], decreased.get(tokenId) ?? [0n, 0n]));
        decreased.delete(tokenId);
      }
    }
    return [...lines, ...explainBurns(facts)];
  },
};

type Place = { facts: Facts; manager: Address; log: number; protocol: string };

function explainIncrease(
  { facts, manager, log, protocol }: Place,
  tokenId: bigint,
  amounts: readonly bigint[],
): Line[] {
  const reason = `IncreaseLiquidity (log ${log}) of position ${tokenId}.`;
  const isNew = facts.transfers.some((one) => isItem(one, manager, tokenId) && one.from === zeroAddress);
  const subtype = isNew ? "deposit_for_wrapped" : "deposit_to_protocol";
  const lines = findLegs(facts, "out", manager, log, amounts).flatMap((leg): Line[] =>
    leg === undefined ? [] : [{ ...leg, type: "deposit", subtype, protocol, reason }],
  );
  const item = facts.moves.find((one) => one.way === "in" && isItem(one, manager, tokenId) && one.from === zeroAddress);
  if (item !== undefined && lines.length > 0)
    lines.push(
      tell(item, { type: "receive", subtype: "receive_wrapped", protocol, reason: `The new position ${tokenId}.` }),
    );
  return lines;
}

function explainCollect(
  { facts, manager, log, protocol }: Place,
  tokenId: bigint,
  amounts: readonly bigint[],
  principal: readonly bigint[],
): Line[] {
  const isEnded = facts.transfers.some((one) => isItem(one, manager, tokenId) && one.to === zeroAddress);
  const subtype = isEnded ? "redeem_wrapped" : "withdraw_from_protocol";
  const legs = findLegs(facts, "in", manager, log, amounts);
  return amounts.flatMap((amount, index): Line[] => {
    const leg = legs[index];
    const token = leg?.asset.address;
    if (leg === undefined || (token !== undefined && !canBeIncome(facts, token))) return [];
    const limit = principal[index] ?? 0n;
    const taken = limit < amount ? limit : amount;
    const said = `Collect (log ${log}) paid ${amount}, of which this transaction took ${taken} out of the position`;
    const lines: Line[] = [];
    if (taken > 0n)
      lines.push({
        ...leg,
        raw: taken,
        type: "withdrawal",
        subtype,
        protocol,
        reason: `${said}.`,
      });
    if (amount > taken)
      lines.push({
        ...{ ...leg, raw: amount - taken, type: "receive", subtype: "reward", protocol },
        ...{
          reason: `${said}; the rest is fees, and what an earlier one took out and left.`,
          claims: taken > 0n ? [] : leg.claims,
        },
      });
    return lines;
  });
}
