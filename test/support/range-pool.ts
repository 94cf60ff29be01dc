import type { Address } from "viem";
import { published } from "../../sandbox/chain/artifact.ts";
import { positionReader } from "./position-reader.ts";
import { type Deployed, positionsApp, startProtocolChain } from "./protocol-chain.ts";
import { simulateCall } from "./simulate-call.ts";

const periphery = "@uniswap/v3-periphery/artifacts/contracts";
const factoryCode = published("@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json");
export const poolCode = published("@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json");
export const managerCode = published(`${periphery}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`);
const routerCode = published(`${periphery}/SwapRouter.sol/SwapRouter.json`);
export const coinCode = published("@uniswap/v2-core/build/ERC20.json");

const NOBODY: Address = "0x0000000000000000000000000000000000000000";
const FEE = 3_000;
const FAR = 10n ** 12n;
const MOST = (1n << 128n) - 1n;

export const UNIT = 10n ** 18n;

/** Uniswap's own pool, manager of NFTs and router, with somebody's liquidity over a wide range; the price begins at 1. */
export async function startRangePool() {
  const chain = await startProtocolChain();
  const [other, holder] = chain.accounts as [Address, Address];
  const factory = await chain.deploy(factoryCode);
  const made = [await chain.deploy(coinCode, FAR * UNIT), await chain.deploy(coinCode, FAR * UNIT)];
  const coins = made.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1)) as [
    Deployed,
    Deployed,
  ];
  const [token0, token1] = [coins[0].address, coins[1].address];
  await factory.send(other, "createPool", token0, token1, FEE);
  const pool = chain.at(await factory.read<Address>("getPool", token0, token1, FEE), poolCode);
  await pool.send(other, "initialize", 1n << 96n);
  const manager = await chain.deploy(managerCode, factory.address, NOBODY, NOBODY);
  const router = await chain.deploy(routerCode, factory.address, NOBODY);
  for (const coin of coins) {
    await coin.send(other, "transfer", holder, 10n ** 6n * UNIT);
    for (const [from, to] of [
      [other, router],
      [other, manager],
      [holder, manager],
    ] as const)
      await coin.send(from, "approve", to.address, FAR * UNIT);
  }
  let minted = 0n;
  const mint = async (from: Address, tickLower: number, tickUpper: number, amount: bigint, recipient = from) => {
    await manager.send(from, "mint", mintParams(coins, tickLower, tickUpper, amount, recipient));
    minted += 1n;
    return minted;
  };
  await mint(other, -60_000, 60_000, 100_000n * UNIT);
  const swap = (from: 0 | 1, amountIn: bigint) =>
    router.send(other, "exactInputSingle", {
      ...{ tokenIn: coins[from].address, tokenOut: coins[1 - from]?.address, fee: FEE, recipient: other },
      ...{ deadline: FAR, amountIn, amountOutMinimum: 0n, sqrtPriceLimitX96: 0n },
    });
  const increase = (tokenId: bigint, amount: bigint) => {
    const amounts = { amount0Desired: amount, amount1Desired: amount, amount0Min: 0n, amount1Min: 0n };
    return manager.send(holder, "increaseLiquidity", { tokenId, ...amounts, deadline: FAR });
  };
  const liquidityOf = async (tokenId: bigint) => (await manager.read<bigint[]>("positions", tokenId))[7] as bigint;
  const decrease = (tokenId: bigint, liquidity: bigint) =>
    manager.send(holder, "decreaseLiquidity", { tokenId, liquidity, amount0Min: 0n, amount1Min: 0n, deadline: FAR });
  const everything = (tokenId: bigint) => ({ tokenId, recipient: holder, amount0Max: MOST, amount1Max: MOST });
  /** What the manager itself would pay if everything were collected now. */
  const simulateCollect = (tokenId: bigint, from = holder) =>
    simulateCall(chain.rpc, from, { address: manager.address, abi: managerCode.abi }, "collect", everything(tokenId));
  /** What the manager itself would move to what can be collected if all liquidity were taken out now. */
  const simulateDecrease = async (tokenId: bigint) => {
    const params = { tokenId, liquidity: await liquidityOf(tokenId), amount0Min: 0n, amount1Min: 0n, deadline: FAR };
    return simulateCall(
      chain.rpc,
      holder,
      { address: manager.address, abi: managerCode.abi },
      "decreaseLiquidity",
      params,
    );
  };
  const collect = (tokenId: bigint) => manager.send(holder, "collect", everything(tokenId));
  /** An app that reads NFTs of the pool, with other settings where given. */
  const appOf = (ids: readonly bigint[], changes: object = {}) => {
    const settings = {
      kind: "uniswap-v3",
      manager: manager.address,
      pool: pool.address,
      holder,
      tokens: ["zero", "one"],
    };
    const positions = { range: { ...settings, ids: ids.map(String), ...changes } };
    const app = positionsApp(chain.url, positions, { zero: { address: token0 }, one: { address: token1 } });
    return positionReader(app, "range");
  };
  const parties = { chain, other, holder, factory, coins, pool, manager };
  return { ...parties, mint, swap, increase, decrease, liquidityOf, collect, simulateCollect, simulateDecrease, appOf };
}

/** What the manager is told to mint an NFT of the pool over a range, of as much as fits of both tokens. */
export function mintParams(
  coins: readonly [Deployed, Deployed],
  tickLower: number,
  tickUpper: number,
  amount: bigint,
  recipient: Address,
) {
  const [token0, token1] = [coins[0].address, coins[1].address];
  const amounts = { amount0Desired: amount, amount1Desired: amount, amount0Min: 0n, amount1Min: 0n };
  return { token0, token1, fee: FEE, tickLower, tickUpper, ...amounts, recipient, deadline: FAR };
}
