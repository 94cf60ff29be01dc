import { type Address, encodeFunctionData, type Hex } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../../sandbox/chain/artifact.ts";
import { toldOfNewest } from "../../../support/own-receipt.ts";
import { startProtocolChain } from "../../../support/protocol-chain.ts";

const PERIPHERY = "@uniswap/v3-periphery/artifacts/contracts";
const factoryCode = published("@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json");
const managerCode = published(`${PERIPHERY}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`);
const routerCode = published(`${PERIPHERY}/SwapRouter.sol/SwapRouter.json`);
const coinCode = published("@uniswap/v2-core/build/ERC20.json");
const wethCode = published("@aave/core-v3/artifacts/contracts/dependencies/weth/WETH9.sol/WETH9.json");

const UNIT = 10n ** 18n;
const FAR = 10n ** 12n;
const PLENTY = 10n ** 30n;
const MOST = (1n << 128n) - 1n;
const FEE = 3_000;
const NOBODY = "0x0000000000000000000000000000000000000000";
const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const PANCAKE = "0x46A15B0b27311cedF172AB29E4f4766fbE7F4364";
const MANAGER = "0xC36442b4a4522E871399CD717aBDD847Ab11FE88";

/** Uniswap's own v3 with two pools at a price of one, of A and B and of A and wrapped coin; wrapped coin stands at the main network's address. */
async function startPools() {
  const chain = await startProtocolChain();
  const [other, me] = chain.accounts as [Address, Address];
  const weth = await chain.deploy(wethCode);
  const factory = await chain.deploy(factoryCode);
  const manager = await chain.deploy(managerCode, factory.address, weth.address, NOBODY);
  const router = await chain.deploy(routerCode, factory.address, weth.address);
  const a = await chain.deploy(coinCode, PLENTY);
  const b = await chain.deploy(coinCode, PLENTY);
  const names = { a: a.address, b: b.address, weth: weth.address, item: manager.address, other, me };
  const pay = async (from: Address, to: Address, value: bigint, data: Hex) => {
    await chain.rpc("eth_sendTransaction", { from, to, value: `0x${value.toString(16)}`, data, gas: "0x989680" });
    await chain.rpc("evm_mine");
  };
  const places = { [weth.address]: WETH, [manager.address]: MANAGER } as const;
  const told = (...accounts: Address[]) => toldOfNewest(chain.rpc, accounts, { names, places });
  const toldAt = (at: Address) =>
    toldOfNewest(chain.rpc, [me], { names, places: { ...places, [manager.address]: at } });
  const code = (functionName: string, ...args: unknown[]) =>
    encodeFunctionData({ abi: [...managerCode.abi, ...routerCode.abi], functionName, args });
  const range = (x: Address, y: Address, amount: bigint, recipient: Address) => ({
    ...pairOf(x, y),
    ...{ fee: FEE, tickLower: -6_000, tickUpper: 6_000, amount0Desired: amount, amount1Desired: amount },
    ...{ amount0Min: 0n, amount1Min: 0n, recipient, deadline: FAR },
  });
  const swap = (tokenIn: Address, tokenOut: Address, amountIn: bigint, recipient: Address) => ({
    ...{ tokenIn, tokenOut, fee: FEE, recipient, deadline: FAR, amountIn, amountOutMinimum: 0n },
    sqrtPriceLimitX96: 0n,
  });
  await pay(other, weth.address, 1_000n * UNIT, "0xd0e30db0");
  for (const coin of [a, b, weth]) {
    if (coin !== weth) await coin.send(other, "transfer", me, 10n ** 24n);
    for (const who of [other, me])
      for (const spender of [manager, router]) await coin.send(who, "approve", spender.address, PLENTY);
  }
  for (const second of [b, weth]) {
    const { token0, token1 } = pairOf(a.address, second.address);
    await manager.send(other, "createAndInitializePoolIfNecessary", token0, token1, FEE, 1n << 96n);
    await manager.send(other, "mint", range(a.address, second.address, 900n * UNIT, other));
  }
  /** Trades that leave the price about where it was, and fees in both pools. */
  const trade = async () => {
    for (const second of [b, weth])
      for (const [from, to] of [
        [a, second],
        [second, a],
      ] as const)
        await router.send(other, "exactInputSingle", swap(from.address, to.address, 100n * UNIT, other));
  };
  const liquidityOf = async (id: bigint) => (await manager.read<bigint[]>("positions", id))[7] as bigint;
  const decrease = async (tokenId: bigint, part: bigint) =>
    code("decreaseLiquidity", {
      ...{ tokenId, liquidity: (await liquidityOf(tokenId)) / part, amount0Min: 0n, amount1Min: 0n, deadline: FAR },
    });
  const collect = (tokenId: bigint, recipient: Address) =>
    code("collect", { tokenId, recipient, amount0Max: MOST, amount1Max: MOST });
  const inCoin = [code("unwrapWETH9", 0n, me), code("sweepToken", a.address, 0n, me)];
  const increase = (tokenId: bigint, amount: bigint) =>
    code("increaseLiquidity", {
      ...{ tokenId, amount0Desired: amount, amount1Desired: amount, amount0Min: 0n, amount1Min: 0n, deadline: FAR },
    });
  return {
    ...{ chain, other, me, a, b, weth, manager, router, told, toldAt, pay, code, range, swap, trade },
    ...{ decrease, collect, increase, inCoin },
  };
}

function pairOf(x: Address, y: Address): { token0: Address; token1: Address } {
  return BigInt(x) < BigInt(y) ? { token0: x, token1: y } : { token0: y, token1: x };
}

/** Lines without their amounts, in the order of the alphabet: the pools' order of tokens is by their addresses. */
function kinds(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/ \d+ /, " ")).sort();
}

test("default: a position is made, added to, collected from and ended; fees and principal are told apart", async () => {
  const { me, a, b, manager, told, toldAt, pay, code, range, trade, decrease, collect, increase } = await startPools();
  await manager.send(me, "mint", range(a.address, b.address, 5n * UNIT, me));
  const made = [
    `deposit/deposit_for_wrapped ${5n * UNIT} a uniswap_v3`,
    `deposit/deposit_for_wrapped ${5n * UNIT} b uniswap_v3`,
    "receive/receive_wrapped 1 item#3 uniswap_v3",
  ];
  expect((await told(me)).sort()).toEqual(made);
  expect((await toldAt(PANCAKE)).sort()).toEqual(made.map((line) => line.replace("uniswap", "pancakeswap")));
  await pay(me, manager.address, 0n, increase(3n, 2n * UNIT));
  expect((await told(me)).sort()).toEqual([
    `deposit/deposit_to_protocol ${2n * UNIT} a uniswap_v3`,
    `deposit/deposit_to_protocol ${2n * UNIT} b uniswap_v3`,
  ]);
  await trade();
  await pay(me, manager.address, 0n, collect(3n, me));
  expect(kinds(await told(me))).toEqual(["receive/reward a uniswap_v3", "receive/reward b uniswap_v3"]);
  await trade();
  const together = async (...calls: Hex[]) => pay(me, manager.address, 0n, code("multicall", calls));
  await together(await decrease(3n, 2n), collect(3n, me));
  const some = [
    ...["receive/reward a uniswap_v3", "receive/reward b uniswap_v3"],
    ...["withdrawal/withdraw_from_protocol a uniswap_v3", "withdrawal/withdraw_from_protocol b uniswap_v3"],
  ];
  expect(kinds(await told(me))).toEqual(some);
  await together(await decrease(3n, 1n), collect(3n, me), code("burn", 3n));
  expect(kinds(await told(me))).toEqual([
    "spend/return_wrapped item#3 uniswap_v3",
    "withdrawal/redeem_wrapped a uniswap_v3",
    "withdrawal/redeem_wrapped b uniswap_v3",
  ]);
});

test("behavior: the same with the chain's own coin, and an item burned by itself", async () => {
  const { me, a, weth, manager, told, pay, code, range, trade, decrease, collect, increase, inCoin } =
    await startPools();
  const together = async (value: bigint, ...calls: Hex[]) => pay(me, manager.address, value, code("multicall", calls));
  await together(9n * UNIT, code("mint", range(a.address, weth.address, 7n * UNIT, me)), code("refundETH"));
  expect((await told(me)).sort()).toEqual([
    `deposit/deposit_for_wrapped ${7n * UNIT} a uniswap_v3`,
    `deposit/deposit_for_wrapped ${7n * UNIT} coin uniswap_v3`,
    "receive/receive_wrapped 1 item#3 uniswap_v3",
  ]);
  await together(9n * UNIT, increase(3n, UNIT), code("refundETH"));
  expect((await told(me)).sort()).toEqual([
    `deposit/deposit_to_protocol ${UNIT} a uniswap_v3`,
    `deposit/deposit_to_protocol ${UNIT} coin uniswap_v3`,
  ]);
  await trade();
  await together(0n, await decrease(3n, 1n), collect(3n, NOBODY), ...inCoin);
  expect(kinds(await told(me))).toEqual([
    ...["receive/reward a uniswap_v3", "receive/reward coin uniswap_v3"],
    ...["withdrawal/withdraw_from_protocol a uniswap_v3", "withdrawal/withdraw_from_protocol coin uniswap_v3"],
  ]);
  await together(0n, code("burn", 3n));
  expect(await told(me)).toEqual(["spend/return_wrapped 1 item#3 uniswap_v3"]);
});

test("default: swaps of one step and of two, of an exact sum given or got, with coin at either end", async () => {
  const { me, other, a, b, weth, router, told, pay, code, swap } = await startPools();
  const path = (...tokens: Address[]): Hex => `0x${tokens.map((token) => token.slice(2)).join("000bb8")}`;
  const exactInput = (recipient: Address) =>
    code("exactInput", {
      path: path(b.address, a.address, weth.address),
      ...{ recipient, deadline: FAR, amountIn: UNIT, amountOutMinimum: 0n },
    });
  const exactOutput = code("exactOutput", {
    path: path(b.address, a.address, weth.address),
    ...{ recipient: me, deadline: FAR, amountOut: UNIT, amountInMaximum: 5n * UNIT },
  });
  const swaps: [value: bigint, data: Hex, lines: string[]][] = [
    [0n, code("exactInputSingle", swap(a.address, b.address, UNIT, me)), ["trade/receive b", "trade/spend a"]],
    [UNIT, code("exactInputSingle", swap(weth.address, a.address, UNIT, me)), ["trade/receive a", "trade/spend coin"]],
    [0n, exactInput(me), ["trade/receive weth", "trade/spend b"]],
    [0n, code("multicall", [exactInput(NOBODY), code("unwrapWETH9", 0n, me)]), ["trade/receive coin", "trade/spend b"]],
    [5n * UNIT, code("multicall", [exactOutput, code("refundETH")]), ["trade/receive b", "trade/spend coin"]],
    [0n, code("exactInputSingle", swap(a.address, b.address, UNIT, other)), ["trade/spend a"]],
  ];
  for (const [value, data, lines] of swaps) {
    await pay(me, router.address, value, data);
    expect(kinds(await told(me))).toEqual(lines.map((line) => `${line} uniswap_v3`));
  }
});
