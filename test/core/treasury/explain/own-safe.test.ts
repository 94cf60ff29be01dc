import { type Address, concat, encodeFunctionData, encodePacked, type Hex, pad, size, zeroAddress } from "viem";
import { expect, test } from "vitest";
import { type Artifact, published, safeArtifact } from "../../../../sandbox/chain/artifact.ts";
import { toldOfNewest } from "../../../support/own-receipt.ts";
import { startProtocolChain } from "../../../support/protocol-chain.ts";

const PERIPHERY = "@uniswap/v3-periphery/artifacts/contracts";
const factoryCode = published("@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json");
const managerCode = published(`${PERIPHERY}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`);
const routerCode = published(`${PERIPHERY}/SwapRouter.sol/SwapRouter.json`);
const coinCode = published("@uniswap/v2-core/build/ERC20.json");
const wethCode = published("@aave/core-v3/artifacts/contracts/dependencies/weth/WETH9.sol/WETH9.json");
const stakingCode = published("@uniswap/liquidity-staker/build/StakingRewards.json");
const safeCode = safeArtifact("SafeL2");
const senderCode = safeArtifact("MultiSendCallOnly");

const UNIT = 10n ** 18n;
const FAR = 10n ** 12n;
const PLENTY = 10n ** 30n;
const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

type Call = readonly [to: Address, value: bigint, data: Hex];
type Chain = Awaited<ReturnType<typeof startProtocolChain>>;

async function pay(chain: Chain, from: Address, ...[to, value, data]: Call): Promise<void> {
  await chain.rpc("eth_sendTransaction", { from, to, value: `0x${value.toString(16)}`, data, gas: "0x989680" });
  await chain.rpc("evm_mine");
}

const code = ({ abi }: Pick<Artifact, "abi">, functionName: string, ...args: unknown[]) =>
  encodeFunctionData({ abi, functionName, args });

/** A Safe of one owner, with the chain's coin; several calls go through MultiSend. */
async function startSafe(chain: Chain, owner: Address) {
  const singleton = await chain.deploy(safeCode);
  const proxies = await chain.deploy(safeArtifact("SafeProxyFactory"));
  const multiSend = await chain.deploy(senderCode);
  const nobody = [zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress] as const;
  const setup = code(safeCode, "setup", [owner], 1n, ...nobody);
  await proxies.send(owner, "createProxyWithNonce", singleton.address, setup, 0n);
  const [created] = await chain.rpc<{ logs: { address: Address }[] }[]>("eth_getBlockReceipts", "latest");
  const safe = created?.logs[0]?.address as Address;
  await pay(chain, owner, safe, 100n * UNIT, "0x");
  const carryOut = async (...calls: readonly Call[]) => {
    const packed = calls.map(([to, value, data]) =>
      encodePacked(["uint8", "address", "uint256", "uint256", "bytes"], [0, to, value, BigInt(size(data)), data]),
    );
    const [only] = calls;
    const body =
      calls.length === 1 && only !== undefined
        ? [...only, 0]
        : [multiSend.address, 0n, code(senderCode, "multiSend", concat(packed)), 1];
    const signature = concat([pad(owner), pad("0x"), "0x01"]);
    const whole = [...body, 0n, 0n, 0n, zeroAddress, zeroAddress, signature];
    await pay(chain, owner, safe, 0n, code(safeCode, "execTransaction", ...whole));
  };
  return { safe, carryOut };
}

test("behavior: what a Safe carries out is the Safe's, through MultiSend and with its change in coin", async () => {
  const chain = await startProtocolChain();
  const [other, owner] = chain.accounts as [Address, Address];
  const weth = await chain.deploy(wethCode);
  const factory = await chain.deploy(factoryCode);
  const manager = await chain.deploy(managerCode, factory.address, weth.address, zeroAddress);
  const router = await chain.deploy(routerCode, factory.address, weth.address);
  const a = await chain.deploy(coinCode, PLENTY);
  const farm = await chain.deploy(stakingCode, other, a.address, a.address);
  const [token0, token1] = BigInt(a.address) < BigInt(weth.address) ? [a, weth] : [weth, a];
  const range = (amount: bigint, recipient: Address) => ({
    ...{ token0: token0.address, token1: token1.address, fee: 3_000, tickLower: -6_000, tickUpper: 6_000 },
    ...{ amount0Desired: amount, amount1Desired: amount, amount0Min: 0n, amount1Min: 0n, recipient, deadline: FAR },
  });
  await pay(chain, other, weth.address, 1_000n * UNIT, "0xd0e30db0");
  for (const one of [a, weth]) await one.send(other, "approve", manager.address, PLENTY);
  const [first, second] = [token0.address, token1.address];
  await manager.send(other, "createAndInitializePoolIfNecessary", first, second, 3_000, 1n << 96n);
  await manager.send(other, "mint", range(900n * UNIT, other));
  const { safe, carryOut } = await startSafe(chain, owner);
  const names = { a: a.address, weth: weth.address, item: manager.address, safe, owner };
  const told = (...accounts: Address[]) =>
    toldOfNewest(chain.rpc, accounts, { names, places: { [weth.address]: WETH } });
  const carried = "informational/none 0 coin safe_multisig";
  await a.send(other, "transfer", safe, 1_000n * UNIT);
  expect(await told(safe)).toEqual([`receive/none ${1_000n * UNIT} a -`]);
  const swap = (tokenIn: Address, tokenOut: Address, recipient: Address) =>
    code(routerCode, "exactInputSingle", {
      ...{ tokenIn, tokenOut, fee: 3_000, recipient, deadline: FAR, amountIn: UNIT, amountOutMinimum: 0n },
      sqrtPriceLimitX96: 0n,
    });
  const leave = (to: Address): Call => [a.address, 0n, code(coinCode, "approve", to, PLENTY)];
  const kinds = (lines: string[]) => lines.map((line) => line.replace(/ [1-9]\d+ /, " ")).sort();

  await carryOut([router.address, UNIT, swap(weth.address, a.address, safe)]);
  expect(kinds(await told(safe))).toEqual([carried, "trade/receive a uniswap_v3", "trade/spend coin uniswap_v3"]);
  // Its owner alone only signed and paid for gas.
  expect(await told(owner)).toEqual([carried]);
  const sold = [swap(a.address, weth.address, zeroAddress), code(routerCode, "unwrapWETH9", 0n, safe)];
  await carryOut(leave(router.address), [router.address, 0n, code(routerCode, "multicall", sold)]);
  expect(kinds(await told(safe))).toEqual([carried, "trade/receive coin uniswap_v3", "trade/spend a uniswap_v3"]);
  expect(kinds(await told(safe, owner))).toEqual([
    `${carried} @owner`,
    ...["trade/receive coin uniswap_v3 @safe", "trade/spend a uniswap_v3 @safe"],
  ]);
  const made = [code(managerCode, "mint", range(7n * UNIT, safe)), code(managerCode, "refundETH")];
  await carryOut(
    ...[leave(manager.address), leave(farm.address)],
    [manager.address, 9n * UNIT, code(managerCode, "multicall", made)],
    [farm.address, 0n, code(stakingCode, "stake", 5n * UNIT)],
  );
  expect(kinds(await told(safe))).toEqual([
    ...["deposit/deposit_for_wrapped a uniswap_v3", "deposit/deposit_for_wrapped coin uniswap_v3", carried],
    ...["receive/receive_wrapped 1 item#2 uniswap_v3", "staking/deposit_asset a staking_rewards"],
  ]);
  await carryOut([weth.address, 2n * UNIT, "0xd0e30db0"]);
  expect(await told(safe)).toEqual([
    `deposit/deposit_for_wrapped ${2n * UNIT} coin weth`,
    `receive/receive_wrapped ${2n * UNIT} weth weth`,
    carried,
  ]);
  await carryOut([weth.address, 0n, code(wethCode, "withdraw", UNIT)]);
  expect(await told(safe)).toEqual([
    `spend/return_wrapped ${UNIT} weth weth`,
    `withdrawal/redeem_wrapped ${UNIT} coin weth`,
    carried,
  ]);
});
