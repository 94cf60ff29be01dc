import { type Address, getAbiItem, isAddressEqual } from "viem";
import { call, isCallFailure, resultOf } from "../../../chain/call.ts";
import type { Call, Read } from "../../../chain/chain.ts";
import {
  feesSince,
  growthInside,
  type PoolPrice,
  type Range,
  rangeAmounts,
} from "../../../core/treasury/maths/pool-maths.ts";
import { Refusal } from "../../../errors.ts";
import { managerAbi, type NftSettings, type Part, poolAbi, stakerAbi } from "./uniswap-v3-schema.ts";

type Both = readonly [bigint, bigint];
type Nft = Range & { noted: Both; owed: Both };
type Pool = PoolPrice & { tokens: Tokens; name: string; global: Both };
type Tokens = readonly [Address, Address];
type Outside = { lower: Both; upper: Both };

/** What is in each part of a position, in the smallest unit of its token. */
export type Parts = Record<Part, bigint>;

/** What NFTs of a pool add up to, their liquidity over whatever ranges, and the pool's two tokens. */
export type Holdings = { tokens: Tokens; parts: Parts; liquidity: bigint };

const POOL_VALUES = [
  "factory",
  "token0",
  "token1",
  "fee",
  "slot0",
  "feeGrowthGlobal0X128",
  "feeGrowthGlobal1X128",
] as const;
const CALLS_PER_NFT = 4;

/**
 * Adds up NFTs of one pool, in two rounds: the pool and the NFTs, then the ticks of their ranges. One without an owner, not minted yet or
 * burned, counts nothing, nor does one that is not the holder's where that is asked. Refuses a pool that is not the manager's, and an NFT that lies in another.
 */
export function* readNfts(settings: NftSettings, ids: readonly bigint[], whose: "holder" | "anybody"): Read<Holdings> {
  const results = yield [...poolCalls(settings), ...ids.flatMap((id) => nftCalls(settings, id))];
  const pool = poolOf(settings, results);
  const nfts = ids.flatMap((id, index) => {
    const start = POOL_VALUES.length + 1 + index * CALLS_PER_NFT;
    const [owner, position, ...staked] = results.slice(start, start + CALLS_PER_NFT);
    const counts = whose === "anybody" ? !isCallFailure(owner) : isHeld(settings, owner, staked);
    return counts ? [nftOf(id, position, pool)] : [];
  });
  const parts = { token0: 0n, token1: 0n, fees0: 0n, fees1: 0n };
  if (nfts.length === 0) return { tokens: pool.tokens, parts, liquidity: 0n };
  const ticks = yield nfts.flatMap(({ lower, upper }) => [
    tickCall(settings.pool, lower),
    tickCall(settings.pool, upper),
  ]);
  for (const [index, nft] of nfts.entries()) {
    const outside = { lower: outsideOf(ticks[2 * index]), upper: outsideOf(ticks[2 * index + 1]) };
    const [token0, token1] = rangeAmounts(nft, pool);
    parts.token0 += token0;
    parts.token1 += token1;
    parts.fees0 += collectable(nft, pool, outside, 0);
    parts.fees1 += collectable(nft, pool, outside, 1);
  }
  return { tokens: pool.tokens, parts, liquidity: nfts.reduce((sum, nft) => sum + nft.liquidity, 0n) };
}

function poolCalls({ manager, pool }: NftSettings): Call[] {
  return [
    call(manager, getAbiItem({ abi: managerAbi, name: "factory" })),
    ...POOL_VALUES.map((name) => call(pool, getAbiItem({ abi: poolAbi, name }))),
  ];
}

/** Always as many, so that each finds its own: without a staking contract, the manager is asked what it does not know. */
function nftCalls({ manager, staker = manager }: NftSettings, id: bigint): Call[] {
  return [
    call(manager, getAbiItem({ abi: managerAbi, name: "ownerOf" }), id),
    call(manager, getAbiItem({ abi: managerAbi, name: "positions" }), id),
    call(staker, getAbiItem({ abi: stakerAbi, name: "deposits" }), id),
    call(staker, getAbiItem({ abi: stakerAbi, name: "userPositionInfos" }), id),
  ];
}

function tickCall(pool: Address, tick: number): Call {
  return call(pool, getAbiItem({ abi: poolAbi, name: "ticks" }), tick);
}

function poolOf({ manager, pool }: NftSettings, results: readonly unknown[]): Pool {
  const [keeper, factory, token0, token1, fee, slot0, global0, global1] = results;
  if (resultOf<Address>(keeper) !== resultOf<Address>(factory))
    throw new Refusal(`The pool ${pool} is not of the protocol whose NFTs ${manager} keeps.`);
  const [sqrtPrice, tick] = resultOf<[bigint, number]>(slot0);
  const tokens: Tokens = [resultOf<Address>(token0), resultOf<Address>(token1)];
  const name = [...tokens, resultOf<number>(fee)].join(" ");
  return { tick, sqrtPrice, tokens, name, global: [resultOf<bigint>(global0), resultOf<bigint>(global1)] };
}

function nftOf(id: bigint, position: unknown, pool: Pool): Nft {
  type Values = [bigint, Address, Address, Address, number, number, number, bigint, bigint, bigint, bigint, bigint];
  const [, , token0, token1, fee, lower, upper, liquidity, noted0, noted1, owed0, owed1] = resultOf<Values>(position);
  const name = [token0, token1, fee].join(" ");
  if (name !== pool.name) throw new Refusal(`NFT ${id} lies in another pool: of ${name}, not of ${pool.name}.`);
  return { lower, upper, liquidity, noted: [noted0, noted1], owed: [owed0, owed1] };
}

function isHeld({ holder, staker }: NftSettings, owner: unknown, staked: readonly unknown[]): boolean {
  if (isCallFailure(owner)) return false;
  if (isAddressEqual(owner as Address, holder)) return true;
  return staker !== undefined && isAddressEqual(owner as Address, staker) && stakedBy(staked) === holder;
}

function stakedBy([deposit, info]: readonly unknown[]): Address | undefined {
  if (!isCallFailure(deposit)) return (deposit as [Address])[0];
  return isCallFailure(info) ? undefined : (info as Record<number, Address>)[6];
}

function outsideOf(tick: unknown): Both {
  const [, , outside0, outside1] = resultOf<[bigint, bigint, bigint, bigint]>(tick);
  return [outside0, outside1];
}

/** What the manager has noted is as old as the last time somebody touched the NFT; what has come since is added. */
function collectable(nft: Nft, { tick, global }: Pool, { lower, upper }: Outside, side: 0 | 1): bigint {
  const inside = growthInside(nft, tick, { global: global[side], lower: lower[side], upper: upper[side] });
  return BigInt.asUintN(128, nft.owed[side] + feesSince(inside, nft.noted[side], nft.liquidity));
}
