import { type Abi, type Address, erc20Abi, maxUint256 } from "viem";
import type { BlockBuilder } from "./block-builder.ts";
import { FARM, MARKET, POOLS, START_PRICE } from "./heliogrid.ts";
import { aavePool, VARIABLE_RATE } from "./protocols/aave.ts";
import { farmCode } from "./protocols/farm.ts";
import { helioFor, inOrder, pairCode, RANGE_FEE, rangeManagerCode, ticksAround } from "./protocols/uniswap.ts";
import type { World } from "./world.ts";

type Send = (to: Address, abi: Abi, functionName: string, ...args: unknown[]) => Promise<unknown>;

/** What others have where the treasury will be: without them there would be nobody to lend to, to trade with or to share with. */
export async function openProtocols(builder: BlockBuilder, { addresses: at, roles: { keeper } }: World): Promise<void> {
  const send: Send = (to, abi, functionName, ...args) => builder.send(keeper, { to, abi, functionName, args });
  for (const spender of [at.aavePool, at.rangeManager, at.rangeRouter, at.farm])
    for (const token of [at.token, at.dollar]) await send(token, erc20Abi, "approve", spender, maxUint256);
  await openMarket(send, at, keeper);
  await openPools(send, at, keeper);
  await send(at.farm, farmCode().abi, "stake", FARM.keeperStake);
}

async function openMarket(send: Send, at: World["addresses"], keeper: Address): Promise<void> {
  const { abi } = aavePool();
  await send(at.aavePool, abi, "supply", at.dollar, MARKET.keeperDollars, keeper, 0);
  await send(at.aavePool, abi, "supply", at.token, MARKET.keeperCollateral, keeper, 0);
  await send(at.aavePool, abi, "borrow", at.dollar, MARKET.keeperDebt, VARIABLE_RATE, 0, keeper);
}

async function openPools(send: Send, at: World["addresses"], keeper: Address): Promise<void> {
  await send(at.dollar, erc20Abi, "transfer", at.pair, POOLS.pairDollars);
  await send(at.token, erc20Abi, "transfer", at.pair, helioFor(POOLS.pairDollars, START_PRICE));
  await send(at.pair, pairCode().abi, "mint", keeper);
  const [token0, token1] = inOrder(at, at.token, at.dollar);
  const [amount0Desired, amount1Desired] = inOrder(at, helioFor(POOLS.rangeDollars, START_PRICE), POOLS.rangeDollars);
  await send(at.rangeManager, rangeManagerCode().abi, "mint", {
    ...{ token0, token1, fee: RANGE_FEE, ...ticksAround(at, START_PRICE, POOLS.keeperRange) },
    ...{ amount0Desired, amount1Desired, amount0Min: 0n, amount1Min: 0n, recipient: keeper, deadline: maxUint256 },
  });
}
