import { type Address, zeroAddress } from "viem";
import { published } from "../artifact.ts";
import type { Deployer } from "../deployer.ts";
import type { World } from "../world.ts";

const CORE = "@uniswap/v3-core/artifacts/contracts";
const PERIPHERY = "@uniswap/v3-periphery/artifacts/contracts";
/** Decimals of a dollar's price, and what a HELIO's unit is smaller by than a dollar's. */
const PRICE_SCALE = 10n ** (8n + 12n);
/** The places between which ranges of a pool of this fee may lie. */
const TICK_SPACING = 60;

/** What a pool of ranges takes of a swap, in millionths. */
export const RANGE_FEE = 3_000n;

/** What those call who use the pools. */
export const pairCode = () => published("@uniswap/v2-core/build/UniswapV2Pair.json");
export const rangePoolCode = () => published(`${CORE}/UniswapV3Pool.sol/UniswapV3Pool.json`);
export const rangeManagerCode = () =>
  published(`${PERIPHERY}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`);
export const rangeRouterCode = () => published(`${PERIPHERY}/SwapRouter.sol/SwapRouter.json`);

/** The two tokens of the pools. */
type Tokens = Pick<World["addresses"], "token" | "dollar">;

/** Deploys Uniswap v2's factory and its pair of HELIO and dollars. */
export async function deployPair({ deploy, send, read, settle }: Deployer, keeper: Address, at: Tokens) {
  const factoryCode = published("@uniswap/v2-core/build/UniswapV2Factory.json");
  const factory = await deploy(factoryCode, keeper);
  await send(factory, factoryCode, "createPair", at.token, at.dollar);
  await settle();
  return read<Address>(factory, factoryCode, "getPair", at.token, at.dollar);
}

/** Deploys Uniswap v3, and opens its pool of HELIO and dollars at a price in dollars with eight decimals. */
export async function deployRangePool({ deploy, send, read, settle }: Deployer, at: Tokens, price: bigint) {
  const factoryCode = published(`${CORE}/UniswapV3Factory.sol/UniswapV3Factory.json`);
  const factory = await deploy(factoryCode);
  const rangeManager = await deploy(rangeManagerCode(), factory, zeroAddress, zeroAddress);
  const rangeRouter = await deploy(rangeRouterCode(), factory, zeroAddress);
  await settle();
  const pool = [...inOrder(at, at.token, at.dollar), RANGE_FEE, sqrtPriceAt(at, price)];
  await send(rangeManager, rangeManagerCode(), "createAndInitializePoolIfNecessary", ...pool);
  await settle();
  const rangePool = await read<Address>(factory, factoryCode, "getPool", at.token, at.dollar, RANGE_FEE);
  return { rangePool, rangeManager, rangeRouter };
}

/** What belongs to HELIO and to the dollar, in the order of the pools. */
export function inOrder<Value>(at: Tokens, ofHelio: Value, ofDollar: Value): [Value, Value] {
  return BigInt(at.token) < BigInt(at.dollar) ? [ofHelio, ofDollar] : [ofDollar, ofHelio];
}

/** The square root of what a unit of the first token costs in the second one, at a scale of 2^96, rounded down. */
export function sqrtPriceAt(at: Tokens, price: bigint): bigint {
  const [of, costs] = inOrder(at, PRICE_SCALE, price);
  return squareRoot((costs << 192n) / of);
}

/** How much HELIO some dollars are worth at a price in dollars with eight decimals, each in its smallest unit. */
export function helioFor(dollars: bigint, price: bigint): bigint {
  return (dollars * PRICE_SCALE) / price;
}

/** The range of prices between a price divided by a factor and times it, as its lower and upper tick. */
export function ticksAround(at: Tokens, price: bigint, factor: number): { tickLower: number; tickUpper: number } {
  const [of, costs] = inOrder(at, Number(PRICE_SCALE), Number(price));
  const tickOf = (ratio: number) => Math.round(Math.log(ratio) / Math.log(1.0001) / TICK_SPACING) * TICK_SPACING;
  return { tickLower: tickOf(costs / of / factor), tickUpper: tickOf((costs / of) * factor) };
}

/** The root of a whole number, rounded down. */
export function squareRoot(value: bigint): bigint {
  let root = value;
  for (let next = (value + 1n) / 2n; next < root; next = (root + value / root) / 2n) root = next;
  return root;
}
