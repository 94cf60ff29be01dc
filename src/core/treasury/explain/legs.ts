import { type Address, isAddressEqual } from "viem";
import type { Wrap } from "./coin.ts";
import type { Facts } from "./facts.ts";
import { COIN, type Line } from "./line.ts";
import type { Move } from "./moves.ts";
import { findNetwork } from "./networks.ts";

/** What the sentence of a line is made of. */
export type Words = Pick<Line, "type" | "subtype" | "protocol" | "reason">;

/** One side of a deal: what an account gave or got, and the logs that show it. */
export type Leg = Pick<Line, "log" | "asset" | "raw" | "account" | "claims">;

/** The line that tells a move whole. */
export function tell(move: Move, words: Words): Line {
  return { ...legOf(move), ...words };
}

/** A move as one side of a deal. */
export function legOf({ log, asset, raw, account }: Move): Leg {
  return { log, asset, raw, account, claims: [log] };
}

/** A wrapping or unwrapping as a side of a deal in the chain's own coin. */
export function legOfCoin({ log, twins, raw }: Wrap, account: Address): Leg {
  return { log, asset: COIN, raw, account, claims: [log, ...twins] };
}

/**
 * How an account gave or got so much of a token: in a transfer of its own, or through a contract that wrapped or unwrapped
 * the chain's own coin for it. Undefined where no log shows either.
 */
export function findLeg(
  facts: Facts,
  { way, token, raw, via, after }: { way: "in" | "out"; token: Address; raw: bigint; via: Address; after?: number },
): Leg | undefined {
  const move = facts.moves.find(
    (one) =>
      one.way === way &&
      one.raw === raw &&
      isAddressEqual(one.token, token) &&
      (after === undefined || one.log > after),
  );
  if (move !== undefined) return legOf(move);
  if (facts.actor === undefined || facts.isOurs(via) || !isWrapped(facts, token)) return undefined;
  const wanted = way === "out" ? "wrap" : "unwrap";
  const wrap = facts.wraps.find((one) => one.way === wanted && one.who === via && one.raw === raw);
  return wrap === undefined ? undefined : legOfCoin(wrap, facts.actor);
}

/** Whether a token is the chain's own coin, wrapped. */
export function isWrapped({ chain }: Facts, token: Address): boolean {
  const network = findNetwork(chain);
  return network !== undefined && isAddressEqual(network.wrapped, token);
}
