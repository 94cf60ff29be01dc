import { integerRoot } from "../../governance/counting/integer-root.ts";
import { RAY } from "../legs.ts";

/** A pair of one price curve: what it holds of its two tokens, its shares, and the product that its protocol was last paid at, 0 where it is not paid. */
export type Pair = { reserve0: bigint; reserve1: bigint; supply: bigint; paidAt: bigint };

/** The protocol's share of a pair's fees, as a fraction. */
export type Share = { part: bigint; whole: bigint };

/** What a pair's shares are worth, rounded down as a withdrawal is, and what a share's root of both tokens is, at a scale of 1e27. */
export type PairWorth = { amount0: bigint; amount1: bigint; growth: bigint };

/** Values a pair's shares as a withdrawal now would pay them: after the shares that the protocol would be given first. */
export function pairWorth(pair: Pair, shares: bigint, protocol: Share): PairWorth {
  const supply = pair.supply + pendingShares(pair, protocol);
  if (supply === 0n) return { amount0: 0n, amount1: 0n, growth: 0n };
  return {
    amount0: (shares * pair.reserve0) / supply,
    amount1: (shares * pair.reserve1) / supply,
    growth: integerRoot(pair.reserve0 * pair.reserve1 * RAY * RAY) / supply,
  };
}

/** The shares that a pair's protocol has earned since it was last paid and would be given before anybody moves liquidity. */
export function pendingShares({ reserve0, reserve1, supply, paidAt }: Pair, { part, whole }: Share): bigint {
  const root = integerRoot(reserve0 * reserve1);
  const paid = integerRoot(paidAt);
  if (paidAt === 0n || root <= paid) return 0n;
  return (supply * (root - paid) * part) / (root * (whole - part) + paid * part);
}
