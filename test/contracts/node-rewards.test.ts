import { zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { regionKey } from "../../sandbox/chain/heliogrid.ts";
import { type Contract, type ContractChain, startContractChain } from "../support/contract-chain.ts";

const DAY = 86_400;
const EPOCH = 20_000n;
const NORTH = regionKey("north");

let chain: ContractChain;
let token: Contract;
let rewards: Contract;
let keeper: `0x${string}`;
let ada: `0x${string}`;
let ben: `0x${string}`;

beforeAll(async () => {
  chain = await startContractChain(Number(EPOCH) * DAY + 10);
  [keeper, ada, ben] = [chain.account(0), chain.account(1), chain.account(2)];
  token = await chain.deploy("HelioToken", keeper, 10_000n);
  rewards = await chain.deploy("NodeRewards", token.address, keeper);
  await token.send(keeper, "transfer", rewards.address, 1_000n);
  for (const [id, owner] of [
    [1n, ada],
    [2n, ada],
    [3n, ben],
  ] as const) {
    await rewards.send(keeper, "registerNode", id, owner, NORTH);
  }
  await chain.at((Number(EPOCH) + 1) * DAY + 5);
});
afterAll(() => chain.stop());

describe("node rewards", () => {
  test("default: pays each node's owner and says for which node and epoch", async () => {
    const events = await rewards.send(keeper, "distribute", EPOCH, [1n, 2n, 3n], [10n, 20n, 30n]);
    expect(events).toEqual([
      `RewardPaid(1,${ada},${EPOCH},10)`,
      `RewardPaid(2,${ada},${EPOCH},20)`,
      `RewardPaid(3,${ben},${EPOCH},30)`,
    ]);
    expect(await token.read("balanceOf", ada)).toBe(30n);
    expect(await token.read("balanceOf", ben)).toBe(30n);
    expect(await token.read("balanceOf", rewards.address)).toBe(940n);
    expect(await rewards.read("paidFor", EPOCH)).toBe(60n);
    expect(await rewards.read("rewardOf", EPOCH, 2n)).toBe(20n);
  });

  test("behavior: a late node can be paid for the same epoch by a second distribution", async () => {
    expect(await rewards.send(keeper, "registerNode", 4n, ben, NORTH)).toEqual([`NodeRegistered(4,${ben},${NORTH})`]);
    await rewards.send(keeper, "distribute", EPOCH, [4n], [5n]);
    expect(await rewards.read("paidFor", EPOCH)).toBe(65n);
  });

  test("error: no node is paid twice for an epoch, and then nobody is paid", async () => {
    await rewards.send(keeper, "registerNode", 5n, ben, NORTH);
    const before = await token.read("balanceOf", ben);
    const again = rewards.send(keeper, "distribute", EPOCH, [5n, 1n], [7n, 10n]);
    await expect(again).rejects.toThrow(`RewardAlreadyPaid(1,${EPOCH})`);
    expect(await token.read("balanceOf", ben)).toBe(before);
  });

  test("boundary: an epoch is paid from the first second after it", async () => {
    const early = rewards.send(keeper, "distribute", EPOCH + 1n, [1n], [1n]);
    await expect(early).rejects.toThrow(`EpochNotOver(${EPOCH + 1n})`);
    await chain.at((Number(EPOCH) + 2) * DAY);
    expect(await rewards.send(keeper, "distribute", EPOCH + 1n, [1n], [1n])).toHaveLength(1);
  });

  test("behavior: a retired node is paid for what it did and for nothing later", async () => {
    expect(await rewards.read("isActive", 3n)).toBe(true);
    const active = await rewards.read<bigint>("activeNodes");
    await chain.at((Number(EPOCH) + 2) * DAY + 100);
    expect(await rewards.send(keeper, "retireNode", 3n)).toEqual([`NodeRetired(3,${ben},${NORTH})`]);
    expect(await rewards.read("isActive", 3n)).toBe(false);
    expect(await rewards.read("activeNodes")).toBe(active - 1n);
    const { retiredAt } = await rewards.read<{ retiredAt: number }>("nodeOf", 3n);
    expect(Math.floor(retiredAt / DAY)).toBe(Number(EPOCH) + 2);
    await rewards.send(keeper, "distribute", EPOCH + 1n, [3n], [3n]);
    await chain.at((Number(EPOCH) + 5) * DAY);
    await rewards.send(keeper, "distribute", EPOCH + 2n, [3n], [3n]);
    await expect(rewards.send(keeper, "distribute", EPOCH + 3n, [3n], [3n])).rejects.toThrow("NodeIsRetired(3)");
    await expect(rewards.send(keeper, "retireNode", 3n)).rejects.toThrow("NodeIsRetired(3)");
  });

  test("error: ids, owners, amounts and lengths are checked", async () => {
    const send = (name: string, ...args: unknown[]) => rewards.send(keeper, name, ...args);
    await expect(send("registerNode", 1n, ben, NORTH)).rejects.toThrow("NodeAlreadyRegistered(1)");
    await expect(send("registerNode", 9n, zeroAddress, NORTH)).rejects.toThrow("NodeOwnerIsZero(9)");
    await expect(send("nodeOf", 9n)).rejects.toThrow("NodeUnknown(9)");
    await expect(send("distribute", EPOCH, [9n], [1n])).rejects.toThrow("NodeUnknown(9)");
    await expect(send("distribute", EPOCH + 1n, [2n], [0n])).rejects.toThrow("RewardIsZero(2)");
    await expect(send("distribute", EPOCH, [1n, 2n], [1n])).rejects.toThrow("NodesAndAmountsDiffer(2,1)");
  });

  test("error: nobody but the keeper registers, retires or pays", async () => {
    const refusal = `OwnableUnauthorizedAccount(${ada})`;
    await expect(rewards.send(ada, "registerNode", 9n, ada, NORTH)).rejects.toThrow(refusal);
    await expect(rewards.send(ada, "retireNode", 1n)).rejects.toThrow(refusal);
    await expect(rewards.send(ada, "distribute", EPOCH + 1n, [2n], [900n])).rejects.toThrow(refusal);
  });
});
