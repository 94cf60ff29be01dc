import type { Address } from "viem";
import type { Facts } from "../facts.ts";
import { isWrapped, type Leg } from "../legs.ts";
import { isPool } from "./deal-names.ts";

/** Routers whose fee is told apart; what others keep is within their price. */
const TOLD: ReadonlySet<string> = new Set(["sushiswap", "paraswap", "uniswap_v4"]);

/** More than a tenth is no fee of a trade. */
const MOST = 10n;

/**
 * What a router kept for somebody out of what a trade brought: it had it from the pools, and passed it to one who gave nothing, logged nothing
 * and is none of the accounts. In the same units as what came; 0n where there is no such thing.
 */
export function findFee(facts: Facts, protocol: string | undefined, { asset, raw, claims }: Leg): bigint {
  const { transfers, wraps, logs, isOurs } = facts;
  if (asset.item !== undefined || protocol === undefined || !TOLD.has(protocol)) return 0n;
  const isSame = (token: Address) => (asset.address === undefined ? isWrapped(facts, token) : token === asset.address);
  const payers = new Set<Address>([
    ...transfers.filter(({ log, token }) => claims.includes(log) && isSame(token)).map(({ from }) => from),
    ...wraps
      .filter(({ log, way }) => asset.address === undefined && way === "unwrap" && claims.includes(log))
      .map(({ who }) => who),
  ]);
  const [payer] = payers;
  if (payer === undefined || payers.size > 1 || isPool(facts, payer)) return 0n;
  const isIdle = (one: Address) =>
    !isOurs(one) && !logs.some(({ address }) => address === one) && !transfers.some(({ from }) => from === one);
  const kept = transfers.filter(
    ({ token, from, to }) => isSame(token) && from === payer && BigInt(to) > 0n && isIdle(to),
  );
  const fee = kept.reduce((sum, one) => sum + one.raw, 0n);
  const had = transfers
    .filter(({ token, to }) => isSame(token) && to === payer)
    .reduce((sum, one) => sum + one.raw, 0n);
  return had >= raw && fee * MOST <= raw ? fee : 0n;
}
