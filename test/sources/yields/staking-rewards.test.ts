import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../sandbox/chain/artifact.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";

const coin = published("@uniswap/merkle-distributor/build/TestERC20.json");
const staking = published("@uniswap/liquidity-staker/build/StakingRewards.json");

const ONE = 10n ** 18n;
const DAY = 86_400;
/** What the package's own contract spreads a reward over. */
const SPREAD = BigInt(60 * DAY);

async function startStaking(reward: bigint, { paysStake = false } = {}) {
  const chain = await startProtocolChain();
  const [payer, holder, other] = chain.accounts as [Address, Address, Address];
  const staked = await chain.deploy(coin, "Staked", "STK", 10n ** 30n);
  const paid = paysStake ? staked : await chain.deploy(coin, "Reward", "RWD", 10n ** 30n);
  const pool = await chain.deploy(staking, payer, paid.address, staked.address);
  for (const one of [holder, other]) {
    await staked.send(payer, "transfer", one, 1_000n * ONE);
    await staked.send(one, "approve", pool.address, 10n ** 30n);
  }
  await paid.send(payer, "transfer", pool.address, reward);
  const rewardToken = paysStake ? "stake" : "reward";
  const settings = { kind: "staking-rewards", holder, token: "stake", rewardToken, fromBlock: pool.block };
  const tokens = { stake: staked.address, reward: paid.address };
  const books = positionApp(chain.url, { ...settings, contract: pool.address }, tokens);
  const at = (seconds: number) => chain.rpc("evm_setNextBlockTimestamp", seconds);
  const now = async () =>
    Number((await chain.rpc<{ timestamp: string }>("eth_getBlockByNumber", "latest", false)).timestamp);
  return {
    chain,
    payer,
    holder,
    other,
    pool,
    staked,
    paid,
    books,
    at,
    now,
    start: () => pool.send(payer, "notifyRewardAmount", reward),
  };
}

test("default: a day of StakingRewards' own code is the day's share of the reward, to the wei", async () => {
  const reward = 6_000n * ONE + 7n;
  const { chain, holder, pool, books, at, now, start } = await startStaking(reward);
  await pool.send(holder, "stake", 300n * ONE);
  await start();
  await books.read();
  await at((await now()) + DAY);
  await chain.rpc("evm_mine");
  await books.read();
  const perToken = (BigInt(DAY) * (reward / SPREAD) * ONE) / (300n * ONE);
  const income = (300n * ONE * perToken) / ONE;
  expect(books.earned("earned")).toMatchObject({ opening: 0n, closing: income, income });
  expect(income).toBe(99_999_999_999_999_964_800n);
  expect(books.earned("staked")).toMatchObject({ income: 0n, unexplained: 0n, closing: 300n * ONE });
});

test("behavior: a claim is taken out, not lost; the stake's moves are principal; others only thin the reward", async () => {
  const { chain, holder, other, pool, paid, books, at, now, start } = await startStaking(6_000n * ONE);
  await pool.send(holder, "stake", 300n * ONE);
  await start();
  await books.read();
  await pool.send(other, "stake", 900n * ONE);
  await pool.send(holder, "getReward");
  await pool.send(holder, "withdraw", 100n * ONE);
  await pool.send(holder, "stake", 50n * ONE);
  await at((await now()) + DAY);
  await chain.rpc("evm_mine");
  await books.read();
  const claimed = await paid.read<bigint>("balanceOf", holder);
  const earned = await pool.read<bigint>("earned", holder);
  expect(claimed).toBeGreaterThan(0n);
  expect(books.earned("earned")).toMatchObject({ takenOut: claimed, closing: earned, income: claimed + earned });
  expect(books.earned("staked")).toMatchObject({
    paidIn: 50n * ONE,
    takenOut: 100n * ONE,
    income: 0n,
    unexplained: 0n,
  });
  await pool.send(holder, "exit");
  await books.read();
  const whole = await paid.read<bigint>("balanceOf", holder);
  expect(books.earned("earned")).toMatchObject({ closing: 0n, takenOut: whole, income: whole });
  expect(books.earned("staked")).toMatchObject({ closing: 0n, takenOut: 350n * ONE, paidIn: 50n * ONE, income: 0n });
  expect(flowsOf(books.app.db, "here")).toHaveLength(6);
});

test("default: what a stake is paid in its own token is a rate on the stake, and stands beside what the contract promised", async () => {
  const { holder, other, pool, chain, books, at, now, start } = await startStaking(600n * ONE, { paysStake: true });
  await pool.send(holder, "stake", 300n * ONE);
  await pool.send(other, "stake", 900n * ONE);
  await start();
  await books.read();
  await at((await now()) + 10 * DAY);
  await chain.rpc("evm_mine");
  await books.read();
  const [staked, earned] = books.accounts();
  // 10 a day on 1,200: 304.1666 % a year of 365 days.
  expect(earned).toMatchObject({ quoted: 3_041_666n, apr: 3_041_666n });
  expect(staked).toMatchObject({ quoted: undefined, apr: 0n });
  await at((await now()) + 60 * DAY);
  await chain.rpc("evm_mine");
  await books.read();
  expect(books.reading("earned")?.quoted).toBe(0n);
});

test("boundary: what is paid in another token is no rate on what can be claimed of it", async () => {
  const { holder, pool, chain, books, at, now, start } = await startStaking(600n * ONE);
  await pool.send(holder, "stake", 300n * ONE);
  await start();
  for (const days of [1, 10]) {
    await at((await now()) + days * DAY);
    await chain.rpc("evm_mine");
    await books.read();
  }
  expect(books.earned("earned").income).toBeGreaterThan(0n);
  expect(books.accounts()[1]).toMatchObject({ quoted: undefined, apr: undefined });
});

test("behavior: after its last second the reward stands still", async () => {
  const { chain, holder, pool, books, at, now, start } = await startStaking(6_000n * ONE);
  await pool.send(holder, "stake", ONE);
  await start();
  await at((await now()) + 61 * DAY);
  await chain.rpc("evm_mine");
  await books.read();
  await at((await now()) + 30 * DAY);
  await chain.rpc("evm_mine");
  await books.read();
  expect(books.earned("earned")).toMatchObject({ income: 0n, closing: ((6_000n * ONE) / SPREAD) * SPREAD });
});

test("error: a contract that is no StakingRewards is not read, and says so", async () => {
  const { chain, paid, holder } = await startStaking(ONE);
  const settings = { kind: "staking-rewards", holder, token: "stake", rewardToken: "reward", contract: paid.address };
  const books = positionApp(chain.url, settings, ["stake", "reward"]);
  expect(await books.read()).toContain("earned of");
});

test.each([
  ["stake", "staked"],
  ["reward", "earned"],
])("error: a stake whose %s is of another token than the config's is not read", async (name, leg) => {
  const { chain, staked, paid, pool, holder } = await startStaking(ONE);
  const settings = { kind: "staking-rewards", holder, token: "stake", rewardToken: "reward", contract: pool.address };
  const tokens = { stake: staked.address, reward: paid.address, [name]: pool.address };
  expect(await positionApp(chain.url, settings, tokens).read()).toContain(`Its ${leg} is of the token`);
});
