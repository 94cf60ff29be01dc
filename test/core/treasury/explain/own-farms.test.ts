import { fileURLToPath } from "node:url";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../../sandbox/chain/artifact.ts";
import { MULTICALL } from "../../../../sandbox/chain/multicall.ts";
import { compileFolder } from "../../../support/compile.ts";
import { toldOfNewest } from "../../../support/own-receipt.ts";
import { pairCode, startPair } from "../../../support/pair.ts";
import { startProtocolChain } from "../../../support/protocol-chain.ts";
import { yieldFixture } from "../../../support/yield-fixtures.ts";

const coin = published("@uniswap/merkle-distributor/build/TestERC20.json");
const pairCoin = published("@uniswap/v2-core/build/ERC20.json");
const staking = published("@uniswap/liquidity-staker/build/StakingRewards.json");
const ONE = 10n ** 18n;
const PLENTY = 10n ** 30n;
const SUSHI_FARM = "0xc2EdaD668740f1aA35E4D8f227fB8E17dcA888Cd";

test("default: StakingRewards' stake, its reward and both at once, also where it pays what is staked", async () => {
  const chain = await startProtocolChain();
  const [payer, me] = chain.accounts as [Address, Address];
  const staked = await chain.deploy(coin, "Staked", "STK", PLENTY);
  const paid = await chain.deploy(coin, "Reward", "RWD", PLENTY);
  await staked.send(payer, "transfer", me, 1_000n * ONE);
  for (const reward of [paid, staked]) {
    const pool = await chain.deploy(staking, payer, reward.address, staked.address);
    await staked.send(me, "approve", pool.address, PLENTY);
    await reward.send(payer, "transfer", pool.address, 1_000n * ONE);
    await pool.send(payer, "notifyRewardAmount", 1_000n * ONE);
    const told = () => toldOfNewest(chain.rpc, [me], { names: { staked: staked.address, paid: paid.address } });
    const earned = (amount: bigint) =>
      `receive/reward ${amount} ${reward === paid ? "paid" : "staked"} staking_rewards`;
    await pool.send(me, "stake", 100n * ONE);
    expect(await told()).toEqual([`staking/deposit_asset ${100n * ONE} staked staking_rewards`]);
    await pool.send(me, "getReward");
    // An hour of the sixty days over which a thousand are spread.
    expect(await told()).toEqual([earned(694_444_444_444_443_600n)]);
    await pool.send(me, "withdraw", 10n * ONE);
    expect(await told()).toEqual([`staking/remove_asset ${10n * ONE} staked staking_rewards`]);
    await pool.send(me, "exit");
    expect(await told()).toEqual([
      `staking/remove_asset ${90n * ONE} staked staking_rewards`,
      earned(1_388_888_888_888_887_200n),
    ]);
  }
});

test("default: a MasterChef's stake and the rewards it logs none of, at its own address and at another", async () => {
  const chain = await startProtocolChain();
  const [payer, me] = chain.accounts as [Address, Address];
  const sushi = await chain.deploy(coin, "Sushi", "SUSHI", PLENTY);
  const lp = await chain.deploy(coin, "Pair", "LP", PLENTY);
  const farm = await chain.deploy(await yieldFixture("MasterChef"), sushi.address, 2n * ONE);
  for (const token of [sushi, lp]) {
    await farm.send(payer, "add", token.address);
    await token.send(payer, "transfer", me, 1_000n * ONE);
    await token.send(me, "approve", farm.address, PLENTY);
  }
  await sushi.send(payer, "transfer", farm.address, 10n ** 24n);
  const names = { lp: lp.address, sushi: sushi.address };
  for (const [protocol, places] of [
    ["masterchef", {}],
    ["sushiswap", { [farm.address]: SUSHI_FARM }],
  ] as const)
    for (const [pid, token] of ["sushi", "lp"].entries()) {
      const told = () => toldOfNewest(chain.rpc, [me], { names, places });
      const reward = `receive/reward ${ONE} sushi ${protocol}`;
      const stake = (what: string, amount: bigint) => `staking/${what} ${amount * ONE} ${token} ${protocol}`;
      await farm.send(me, "deposit", pid, 100n * ONE);
      expect(await told()).toEqual([stake("deposit_asset", 100n)]);
      await farm.send(me, "deposit", pid, 100n * ONE);
      expect(await told()).toEqual([reward, stake("deposit_asset", 100n)]);
      await farm.send(me, "deposit", pid, 0n);
      expect(await told()).toEqual([reward]);
      await farm.send(me, "withdraw", pid, 50n * ONE);
      expect(await told()).toEqual([reward, stake("remove_asset", 50n)]);
      await farm.send(me, "emergencyWithdraw", pid);
      expect(await told()).toEqual([stake("remove_asset", 150n)]);
    }
});

test("behavior: a vault's deposits and withdrawals, for oneself, for others, to others and by leave", async () => {
  const chain = await startProtocolChain();
  const [payer, me, other, third] = chain.accounts as [Address, Address, Address, Address];
  const codes = await compileFolder(fileURLToPath(new URL("../../../fixtures/vaults/", import.meta.url)));
  const asset = await chain.deploy(codes.get("TollCoin") as never, 18, 0n);
  const vault = await chain.deploy(codes.get("SavingsVault") as never, asset.address);
  await asset.send(payer, "transfer", me, 1_000n * ONE);
  await asset.send(me, "approve", vault.address, PLENTY);
  await vault.send(me, "approve", other, PLENTY);
  const names = { asset: asset.address, share: vault.address, me, other, third };
  const told = (...accounts: Address[]) => toldOfNewest(chain.rpc, accounts, { names });
  const given = (amount: bigint) => `deposit/deposit_for_wrapped ${amount} asset erc4626`;
  const claim = (amount: bigint) => `receive/receive_wrapped ${amount} share erc4626`;
  const back = (amount: bigint) => `spend/return_wrapped ${amount} share erc4626`;
  const got = (amount: bigint) => `withdrawal/redeem_wrapped ${amount} asset erc4626`;
  await vault.send(me, "deposit", 100n * ONE, me);
  expect(await told(me)).toEqual([given(100n * ONE), claim(100n * ONE)]);
  await vault.send(me, "mint", 100n * ONE, me);
  expect(await told(me)).toEqual([given(100n * ONE), claim(100n * ONE)]);
  await asset.send(payer, "transfer", vault.address, 200n * ONE);
  await vault.send(me, "deposit", 10n * ONE, other);
  expect(await told(me)).toEqual([given(10n * ONE)]);
  expect(await told(me, other)).toEqual([`${given(10n * ONE)} @me`, `${claim(5n * ONE)} @other`]);
  await vault.send(me, "withdraw", 20n * ONE, me, me);
  expect(await told(me)).toEqual([back(10n * ONE + 1n), got(20n * ONE)]);
  await vault.send(me, "redeem", 10n * ONE, me, me);
  expect(await told(me)).toEqual([back(10n * ONE), got(20n * ONE)]);
  await vault.send(other, "redeem", 5n * ONE, third, me);
  expect(await told(me)).toEqual([back(5n * ONE)]);
  expect(await told(other)).toEqual([]);
  expect(await told(third)).toEqual([`receive/none ${10n * ONE} asset -`]);
  expect(await told(me, third)).toEqual([`${back(5n * ONE)} @me`, `${got(10n * ONE)} @third`]);
});

test("default: a pair's liquidity and a swap without a router, also where the protocol's fee is minted beside", async () => {
  const { chain, pair, coins, add, remove, swap, together } = await startPair();
  const [a, b] = coins;
  const names = { a: a.address, b: b.address, lp: pair.address };
  const told = () => toldOfNewest(chain.rpc, [MULTICALL], { names });
  await add(1_000n * ONE, 1_000n * ONE);
  for (const one of coins) await one.send(chain.accounts[0] as Address, "transfer", MULTICALL, 100n * ONE);
  const pay = (of: typeof a, amount: bigint) => [of, pairCoin.abi, "transfer", pair.address, amount] as const;
  await swap(0, 100n * ONE);
  await together([...pay(a, ONE)], [...pay(b, ONE)], [pair, pairCode.abi, "mint", MULTICALL]);
  expect(await told()).toEqual([
    `deposit/deposit_for_wrapped ${ONE} a uniswap_v2`,
    `deposit/deposit_for_wrapped ${ONE} b uniswap_v2`,
    expect.stringMatching(/^receive\/receive_wrapped \d+ lp uniswap_v2$/),
  ]);
  await together([...pay(a, ONE)], [pair, pairCode.abi, "swap", 0n, ONE / 2n, MULTICALL, "0x"]);
  expect(await told()).toEqual([`trade/spend ${ONE} a uniswap_v2`, `trade/receive ${ONE / 2n} b uniswap_v2`]);
  await remove(ONE);
  expect(await told()).toEqual([
    `spend/return_wrapped ${ONE} lp uniswap_v2`,
    expect.stringMatching(/^withdrawal\/redeem_wrapped \d+ a uniswap_v2$/),
    expect.stringMatching(/^withdrawal\/redeem_wrapped \d+ b uniswap_v2$/),
  ]);
});
