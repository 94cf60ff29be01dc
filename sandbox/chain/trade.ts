import { type Address, erc20Abi, maxUint256 } from "viem";
import type { BlockBuilder } from "./block-builder.ts";
import { callContract } from "./call-contract.ts";
import { tradedPrice } from "./node-work.ts";
import {
  helioFor,
  inOrder,
  pairCode,
  RANGE_FEE,
  rangePoolCode,
  rangeRouterCode,
  sqrtPriceAt,
  squareRoot,
} from "./protocols/uniswap.ts";
import type { Rpc } from "./rpc.ts";
import type { World } from "./world.ts";

/** More of either token than any swap here takes: each ends at its price. */
const ENOUGH = 10n ** 24n;

/** Puts a day's trading into the next block: in each pool one swap, after which HELIO costs there what traders gave for it that day. */
export async function trade(rpc: Rpc, builder: BlockBuilder, world: World, day: number): Promise<void> {
  const price = tradedPrice(day);
  await tradePair(rpc, builder, world, price);
  await tradeRanges(rpc, builder, world, price);
}

/** What lies in the pair, each in its smallest unit. */
export async function pairReserves(rpc: Rpc, { addresses: at }: World): Promise<{ helio: bigint; dollars: bigint }> {
  const call = { to: at.pair, abi: pairCode().abi, functionName: "getReserves" };
  const [zero, one] = await callContract<readonly [bigint, bigint, number]>(rpc, call);
  const [helio, dollars] = inOrder(at, zero, one);
  return { helio, dollars };
}

async function tradePair(rpc: Rpc, builder: BlockBuilder, world: World, price: bigint): Promise<void> {
  const { addresses: at, roles } = world;
  const now = await pairReserves(rpc, world);
  const helio = squareRoot(helioFor(now.helio * now.dollars, price));
  const dollars = (now.helio * now.dollars) / helio;
  const pay = (token: Address, amount: bigint) =>
    builder.send(roles.keeper, { to: token, abi: erc20Abi, functionName: "transfer", args: [at.pair, amount] });
  const take = (helioOut: bigint, dollarsOut: bigint) => {
    const args = [...inOrder(at, helioOut, dollarsOut), roles.keeper, "0x"];
    return builder.send(roles.keeper, { to: at.pair, abi: pairCode().abi, functionName: "swap", args });
  };
  if (helio > now.helio) {
    await pay(at.token, helio - now.helio);
    await take(0n, given(helio - now.helio, now.helio, now.dollars));
  } else {
    await pay(at.dollar, dollars - now.dollars);
    await take(given(dollars - now.dollars, now.dollars, now.helio), 0n);
  }
}

/** What a pair gives for an amount, less its fee of three thousandths. */
function given(amount: bigint, here: bigint, there: bigint): bigint {
  return (amount * 997n * there) / (here * 1_000n + amount * 997n);
}

async function tradeRanges(rpc: Rpc, builder: BlockBuilder, world: World, price: bigint): Promise<void> {
  const { addresses: at, roles } = world;
  const call = { to: at.rangePool, abi: rangePoolCode().abi, functionName: "slot0" };
  const [now] = await callContract<readonly [bigint]>(rpc, call);
  const sqrtPriceLimitX96 = sqrtPriceAt(at, price);
  const [zero, one] = inOrder(at, at.token, at.dollar);
  // Whoever pays the first token in makes it cheaper.
  const [tokenIn, tokenOut] = sqrtPriceLimitX96 < now ? [zero, one] : [one, zero];
  const swap = { tokenIn, tokenOut, fee: RANGE_FEE, recipient: roles.keeper, deadline: maxUint256 };
  const args = [{ ...swap, amountIn: ENOUGH, amountOutMinimum: 0n, sqrtPriceLimitX96 }];
  await builder.send(roles.keeper, {
    to: at.rangeRouter,
    abi: rangeRouterCode().abi,
    functionName: "exactInputSingle",
    args,
  });
}
