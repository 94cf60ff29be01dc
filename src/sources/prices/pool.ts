import { type Address, getAbiItem, isAddressEqual, parseAbi } from "viem";
import { call, resultOf } from "../../chain/call.ts";
import type { Read } from "../../chain/chain.ts";
import { tupleOf } from "../../chain/together.ts";
import { fairPoolPrice, type PoolSide } from "../../core/treasury/maths/fair-pool-price.ts";
import { Refusal } from "../../errors.ts";
import type { SeenPrice } from "./chainlink.ts";
import { DERIVED_DECIMALS } from "./rate.ts";

const pairAbi = parseAbi([
  "function token0() view returns (address)",
  "function token1() view returns (address)",
  "function getReserves() view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast)",
  "function totalSupply() view returns (uint256)",
  "function decimals() view returns (uint8)",
]);

/** A token of a pool, and a read of its price. */
export type PoolToken = { address: Address; decimals: number; price: Read<SeenPrice> };

type Pair = { tokens: [Address, Address]; reserves: [bigint, bigint]; supply: bigint; decimals: number };

/**
 * A pool's share at its fair price, from the product of its reserves and its tokens' prices; as old as the older of these. A
 * fee that the pool has earned for its protocol but not yet minted is not taken off: at most a sixth of what it grew by since.
 */
export function* readPool(address: Address, [one, other]: readonly [PoolToken, PoolToken]): Read<SeenPrice> {
  const [pair, first, second] = yield* tupleOf<[Pair, SeenPrice, SeenPrice]>([
    readPair(address),
    one.price,
    other.price,
  ]);
  const side = (token: PoolToken, seen: SeenPrice): PoolSide => {
    const index = pair.tokens.findIndex((own) => isAddressEqual(own, token.address));
    const reserve = pair.reserves[index];
    if (reserve === undefined) throw new Refusal("the pool's tokens are others than the config says");
    return { reserve, decimals: token.decimals, price: seen.answer, priceDecimals: seen.decimals };
  };
  if (pair.supply === 0n) throw new Refusal("the pool has no shares");
  const answer = fairPoolPrice([side(one, first), side(other, second)], pair, DERIVED_DECIMALS);
  if (answer === 0n) throw new Refusal("the pool holds nothing, or too little to be told");
  return { ...(first.updatedAt <= second.updatedAt ? first : second), answer, decimals: DERIVED_DECIMALS };
}

function* readPair(pair: Address): Read<Pair> {
  const names = ["token0", "token1", "getReserves", "totalSupply", "decimals"] as const;
  const [first, second, reserves, supply, decimals] = yield names.map((name) =>
    call(pair, getAbiItem({ abi: pairAbi, name })),
  );
  const [reserve0, reserve1] = resultOf<readonly [bigint, bigint, number]>(reserves);
  return {
    tokens: [resultOf<Address>(first), resultOf<Address>(second)],
    reserves: [reserve0, reserve1],
    supply: resultOf<bigint>(supply),
    decimals: resultOf<number>(decimals),
  };
}
