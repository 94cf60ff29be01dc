import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../sandbox/chain/artifact.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";
import { yieldFixture } from "../../support/yield-fixtures.ts";

const coin = published("@uniswap/merkle-distributor/build/TestERC20.json");
const ONE = 10n ** 18n;
const MUCH = 10n ** 24n;

/** A farm of two pools: the first stakes the token it pays, the second another. It pays a coin for each block and pool. */
async function startFarm(funds = MUCH) {
  const chain = await startProtocolChain();
  const [payer, other] = chain.accounts as [Address, Address];
  const sushi = await chain.deploy(coin, "Sushi", "SUSHI", 10n ** 30n);
  const lp = await chain.deploy(coin, "Pair", "LP", 10n ** 30n);
  const farm = await chain.deploy(await yieldFixture("MasterChef"), sushi.address, 2n * ONE);
  const farmer = await chain.deploy(await yieldFixture("Farmer"), farm.address);
  for (const token of [sushi, lp]) {
    await farm.send(payer, "add", token.address);
    await farmer.send(payer, "approve", token.address);
    await token.send(payer, "approve", farm.address, MUCH);
    await token.send(payer, "transfer", farmer.address, 1_000n * ONE);
    await token.send(payer, "transfer", other, 1_000n * ONE);
    await token.send(other, "approve", farm.address, MUCH);
  }
  await sushi.send(payer, "transfer", farm.address, funds);
  const settings = { kind: "masterchef", contract: farm.address, holder: farmer.address, reward: sushi.address };
  const tokens = { lp: lp.address, sushi: sushi.address };
  const first = positionApp(chain.url, { ...settings, pid: 0, token: "sushi", rewardToken: "sushi" }, tokens);
  const second = positionApp(chain.url, { ...settings, pid: 1, token: "lp", rewardToken: "sushi" }, tokens);
  const blocks = async (count: number) => {
    for (let block = 0; block < count; block += 1) await chain.rpc("evm_mine");
  };
  return { chain, payer, other, sushi, lp, farm, farmer, settings, tokens, first, second, blocks };
}

test("default: each block's reward is income, to the wei; a harvest is taken out of what could be claimed", async () => {
  const { payer, other, sushi, farm, farmer, second, blocks } = await startFarm();
  await farmer.send(payer, "deposit", 1n, 300n * ONE);
  await second.read();
  await blocks(10);
  await second.read();
  // A coin for each block, by shares of a millionth of a millionth.
  expect(second.earned("earned")).toMatchObject({ opening: 0n, closing: 9_999_999_999_900_000_000n });
  await farm.send(other, "deposit", 1n, 700n * ONE);
  const before = await sushi.read<bigint>("balanceOf", farmer.address);
  await blocks(10);
  await farmer.send(payer, "withdraw", 1n, 100n * ONE);
  await blocks(3);
  await second.read();
  const harvested = (await sushi.read<bigint>("balanceOf", farmer.address)) - before;
  const closing = await farm.read<bigint>("pendingSushi", 1n, farmer.address);
  expect(harvested).toBeGreaterThan(14n * ONE);
  expect(second.earned("earned")).toMatchObject({ takenOut: harvested, closing, income: harvested + closing });
  expect(second.earned("staked")).toMatchObject({
    closing: 200n * ONE,
    takenOut: 100n * ONE,
    income: 0n,
    unexplained: 0n,
  });
});

test("behavior: where two pools are harvested in one transaction, each gets what it paid", async () => {
  const { payer, sushi, farm, farmer, first, second, blocks } = await startFarm();
  await farmer.send(payer, "deposit", 0n, 500n * ONE);
  await farmer.send(payer, "deposit", 1n, 300n * ONE);
  await first.read();
  await second.read();
  await blocks(7);
  const before = await sushi.read<bigint>("balanceOf", farmer.address);
  const at = BigInt(await farm.read<bigint>("pendingSushi", 0n, farmer.address));
  await farmer.send(payer, "harvest", [1n, 0n]);
  await first.read();
  await second.read();
  const harvested = (await sushi.read<bigint>("balanceOf", farmer.address)) - before;
  const [one, two] = [first.earned("earned").takenOut ?? 0n, second.earned("earned").takenOut ?? 0n];
  expect(one + two).toBe(harvested);
  expect(one).toBe(at + ONE);
  expect(first.earned("earned")).toMatchObject({ closing: 0n });
  expect(second.earned("earned")).toMatchObject({ closing: 0n });
});

test("behavior: where the stake is the token that is paid, the stake coming back is no reward", async () => {
  const { payer, farmer, first, blocks } = await startFarm();
  await farmer.send(payer, "deposit", 0n, 500n * ONE);
  await first.read();
  await blocks(4);
  await farmer.send(payer, "withdraw", 0n, 500n * ONE);
  await first.read();
  expect(first.earned("staked")).toMatchObject({ takenOut: 500n * ONE, closing: 0n, income: 0n });
  expect(first.earned("earned")).toMatchObject({ takenOut: 5n * ONE, income: 5n * ONE, closing: 0n });
  expect(flowsOf(first.app.db, "here")).toHaveLength(3);
});

test("behavior: what a change of the boost pays is taken out as well", async () => {
  const { payer, farm, farmer, second, blocks } = await startFarm();
  await farmer.send(payer, "deposit", 1n, 100n * ONE);
  await second.read();
  await blocks(4);
  await farm.send(payer, "updateBoostMultiplier", farmer.address, 1n);
  await second.read();
  expect(second.earned("earned")).toMatchObject({ closing: 0n, takenOut: 5n * ONE, income: 5n * ONE });
  expect(second.earned("staked")).toMatchObject({ paidIn: 0n, takenOut: 0n, closing: 100n * ONE });
});

test("behavior: who leaves in an emergency loses what could be claimed, and it shows", async () => {
  const { chain, lp, farm, other, settings, tokens, blocks } = await startFarm();
  const mine = { ...settings, holder: other, pid: 1, token: "lp", rewardToken: "sushi" };
  const books = positionApp(chain.url, mine, tokens);
  await farm.send(other, "deposit", 1n, 10n * ONE);
  await blocks(5);
  await books.read();
  await farm.send(other, "emergencyWithdraw", 1n);
  await books.read();
  expect(books.earned("earned")).toMatchObject({ opening: 5n * ONE, takenOut: 0n, income: -5n * ONE, closing: 0n });
  expect(books.earned("staked")).toMatchObject({ takenOut: 10n * ONE, income: 0n });
  expect(await lp.read<bigint>("balanceOf", other)).toBe(1_000n * ONE);
});

test("behavior: what a farm without funds does not pay was never income", async () => {
  const { payer, farmer, second, blocks } = await startFarm(2n * ONE);
  await farmer.send(payer, "deposit", 1n, 100n * ONE);
  await blocks(9);
  await second.read();
  await farmer.send(payer, "deposit", 1n, 0n);
  await second.read();
  expect(second.earned("earned")).toMatchObject({ opening: 9n * ONE, takenOut: 2n * ONE, income: -7n * ONE });
});

test("error: a farm with another view is not read under this one's name, and a view of another form is no setting", async () => {
  const { chain, settings } = await startFarm();
  const mine = { ...settings, pid: 1, token: "lp", rewardToken: "sushi" };
  const cake = "function pendingCake(uint256 pid, address user) view returns (uint256)";
  expect(await positionApp(chain.url, { ...mine, pending: cake }, ["lp", "sushi"]).read()).toContain("pendingCake of");
  expect(await positionApp(chain.url, mine, ["lp", "sushi"]).read()).toContain("Its earned is of the token");
  const odd = () => positionApp(chain.url, { ...mine, pending: "function pending() view returns (uint256)" });
  expect(odd).toThrow("must be the signature of a view");
});
