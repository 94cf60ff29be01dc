import { type Address, parseAbi } from "viem";
import { z } from "zod";
import { address, bigUint } from "../../../config/fields.ts";
import { poolTokens } from "../shared/pool-fields.ts";
import { positionFields, protocolName } from "../shared/position-fields.ts";

/** What a pool tells of itself; PancakeSwap's protocol fee is wider than Uniswap's, and the wider one reads both. */
export const poolAbi = parseAbi([
  "function factory() view returns (address)",
  "function token0() view returns (address)",
  "function token1() view returns (address)",
  "function fee() view returns (uint24)",
  "function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16 observationIndex, uint16 observationCardinality, uint16 observationCardinalityNext, uint32 feeProtocol, bool unlocked)",
  "function feeGrowthGlobal0X128() view returns (uint256)",
  "function feeGrowthGlobal1X128() view returns (uint256)",
  "function ticks(int24 tick) view returns (uint128 liquidityGross, int128 liquidityNet, uint256 feeGrowthOutside0X128, uint256 feeGrowthOutside1X128, int56 tickCumulativeOutside, uint160 secondsPerLiquidityOutsideX128, uint32 secondsOutside, bool initialized)",
]);

/** What the keeper of the NFTs tells of them. */
export const managerAbi = parseAbi([
  "function factory() view returns (address)",
  "function ownerOf(uint256 tokenId) view returns (address)",
  "function positions(uint256 tokenId) view returns (uint96 nonce, address operator, address token0, address token1, uint24 fee, int24 tickLower, int24 tickUpper, uint128 liquidity, uint256 feeGrowthInside0LastX128, uint256 feeGrowthInside1LastX128, uint128 tokensOwed0, uint128 tokensOwed1)",
  "event IncreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
  "event DecreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
  "event Collect(uint256 indexed tokenId, address recipient, uint256 amount0, uint256 amount1)",
  "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
]);

/** Whose an NFT is that lies in a staking contract, as Uniswap's and PancakeSwap's say it. */
export const stakerAbi = parseAbi([
  "function deposits(uint256 tokenId) view returns (address owner, uint48 numberOfStakes, int24 tickLower, int24 tickUpper)",
  "function userPositionInfos(uint256 tokenId) view returns (uint128 liquidity, uint128 boostLiquidity, int24 tickLower, int24 tickUpper, uint256 rewardGrowthInside, uint256 reward, address user, uint256 pid, uint256 boostMultiplier)",
]);

/** The parts of a position: what its liquidity holds of each token, and what can be collected of each. */
export const PARTS = ["token0", "token1", "fees0", "fees1"] as const;

/** One of these. */
export type Part = (typeof PARTS)[number];

/** Whether a part is what the liquidity holds, and not what can be collected. */
export function isPooled(part: Part): boolean {
  return part === "token0" || part === "token1";
}

/** What such a position knows of itself once its settings are read. */
export type NftSettings = {
  manager: Address;
  pool: Address;
  ids: readonly bigint[];
  holder: Address;
  staker?: Address | undefined;
};

/** What a position in a pool of ranges needs to be told. */
export const nftSchema = z
  .strictObject({
    kind: z.literal("uniswap-v3").meta({
      description: "Ranges of one pool of Uniswap v3 or PancakeSwap v3, each held as an NFT.",
      example: "uniswap-v3",
    }),
    ...positionFields,
    protocol: protocolName("Uniswap v3", { description: "Whose pool it is.", example: "PancakeSwap v3" }),
    manager: address.meta({ description: "The protocol's NonfungiblePositionManager, which keeps the NFTs." }),
    pool: address.meta({ description: "The pool that all of the NFTs lie in." }),
    ids: z
      .array(bigUint)
      .min(1)
      .max(100)
      .meta({
        description:
          "The NFTs' numbers. One that is gone for good is left out once its last period is reported, for what its next owner pays in and takes out is seen as the treasury's.",
        example: ["123456"],
      }),
    holder: address.meta({ description: "The treasury's account that holds the NFTs, or has them staked." }),
    staker: address.optional().meta({
      description:
        "The contract that the NFTs may be staked in: PancakeSwap's MasterChefV3 or Uniswap's UniswapV3Staker. What is staked there counts while that contract says it is the holder's; what it pays for it is not in this position.",
    }),
    tokens: poolTokens,
  })
  .meta({
    description:
      "A position in ranges of a pool: what the liquidity would be paid out as, and what can be collected. Income is the fees; what the price has turned of one token into the other is none, nor is liquidity that was taken out and waits to be collected.",
  });
