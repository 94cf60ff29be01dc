import { fileURLToPath } from "node:url";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { type Artifact, published } from "../../../sandbox/chain/artifact.ts";
import { compileFolder } from "../../support/compile.ts";
import { positionReader } from "../../support/position-reader.ts";
import { type Deployed, positionsApp, startProtocolChain } from "../../support/protocol-chain.ts";
import { simulateCall } from "../../support/simulate-call.ts";

const poolCode = published("@pancakeswap/v3-core/artifacts/contracts/PancakeV3Pool.sol/PancakeV3Pool.json");
const coinCode = published("@uniswap/v2-core/build/ERC20.json");
const fixtures = fileURLToPath(new URL("../../fixtures/pools/", import.meta.url));

const UNIT = 10n ** 18n;
const [LOWEST, HIGHEST] = [4_295_128_740n, 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341n];

test("default: a range of PancakeSwap's own pool is worth what the pool pays, with its wider protocol fee taken off, to the wei", async () => {
  const chain = await startProtocolChain();
  const [other, holder] = chain.accounts as [Address, Address];
  const made = [await chain.deploy(coinCode, 10n ** 30n), await chain.deploy(coinCode, 10n ** 30n)];
  const coins = made.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1)) as [
    Deployed,
    Deployed,
  ];
  const keeperCode = (await compileFolder(fixtures)).get("RangeKeeper") as Artifact;
  const names = [coins[0].address, coins[1].address];
  const keeper = await chain.deploy(keeperCode, ...names, 2_500, 50);
  await keeper.send(other, "deploy", poolCode.bytecode);
  const contract = { address: keeper.address, abi: keeperCode.abi };
  const pool = chain.at(await keeper.read<Address>("pool"), poolCode);
  await pool.send(other, "initialize", 1n << 96n);
  // 32 % of the fees of 0.25 %, for both tokens: more than Uniswap's field could hold.
  expect((await pool.read<number[]>("slot0"))[5]).toBe(3_200 * 65_537);
  for (const coin of coins) {
    await coin.send(other, "transfer", holder, 10n ** 6n * UNIT);
    for (const from of [other, holder]) await coin.send(from, "approve", keeper.address, 10n ** 30n);
  }
  await keeper.send(other, "mint", -50_000, 50_000, 10n ** 23n);
  await keeper.send(holder, "mint", -1_000, 1_000, 10n ** 22n);
  const swap = (isZero: boolean, amount: bigint) =>
    keeper.send(other, "swap", isZero, amount, isZero ? LOWEST : HIGHEST);
  const { read, account } = positionReader(
    positionsApp(
      chain.url,
      {
        range: {
          kind: "uniswap-v3",
          manager: keeper.address,
          pool: pool.address,
          ids: ["1"],
          holder,
          tokens: ["zero", "one"],
        },
      },
      { zero: { address: coins[0].address }, one: { address: coins[1].address } },
    ),
    "range",
  );
  const opening = await read();
  const before = await coins[0].read<bigint>("balanceOf", holder);
  for (const [isZero, amount] of [
    [true, 977n],
    [false, 1_311n],
    [true, 9_000n],
    [true, 44n],
    [false, 15_000n],
  ] as const) {
    await swap(isZero, amount * UNIT + 7n);
    const { fees0, fees1 } = await read();
    const paid = await simulateCall(chain.rpc, holder, contract, "collect", 1n);
    expect([fees0, fees1]).toEqual(paid);
  }
  const { token0, token1 } = await read();
  expect([token0, token1]).toEqual(await simulateCall(chain.rpc, holder, contract, "decrease", 1n, 10n ** 22n));
  await keeper.send(holder, "decrease", 1n, 10n ** 22n);
  await keeper.send(holder, "collect", 1n);
  expect(await read()).toEqual({ token0: 0n, token1: 0n, fees0: 0n, fees1: 0n });
  const parts = account();
  const gained = (await coins[0].read<bigint>("balanceOf", holder)) - before - (opening["token0"] ?? 0n);
  expect((parts["fees0"]?.income ?? 0n) + (parts["token0"]?.converted ?? 0n)).toBe(gained);
  expect(parts["fees0"]?.income).toBeGreaterThan(0n);
  expect(parts["fees1"]?.income).toBeGreaterThan(0n);
});
