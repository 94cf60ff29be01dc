import { parseEther, zeroAddress, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PARAMETERS, REGIONS, regionKey } from "../../sandbox/chain/heliogrid.ts";
import { type Contract, type ContractChain, startContractChain } from "../support/contract-chain.ts";

const DAY = 86_400n;
const NORTH = regionKey("north");

let chain: ContractChain;
let registry: Contract;
let timelock: `0x${string}`;

const initial = () => ({
  ...PARAMETERS,
  feeCollector: chain.account(5),
  regions: [NORTH],
  multipliers: [REGIONS.north],
});

beforeAll(async () => {
  chain = await startContractChain();
  timelock = chain.account(1);
  registry = await chain.deploy("ParameterRegistry", timelock, initial());
});
afterAll(() => chain.stop());

describe("the parameter registry", () => {
  test("default: begins with the values it was given", async () => {
    expect(await registry.read("operatorFeeBps")).toBe(1_000n);
    expect(await registry.read("minStake")).toBe(parseEther("500"));
    expect(await registry.read("unbondingPeriod")).toBe(14n * DAY);
    expect(await registry.read("rewardPerEpoch")).toBe(parseEther("2400"));
    expect(await registry.read("registrationOpen")).toBe(true);
    expect(await registry.read("feeCollector")).toBe(chain.account(5));
    expect(await registry.read("regionMultiplier", NORTH)).toBe(parseEther("1"));
    expect(await registry.read("regionMultiplier", regionKey("west"))).toBe(0n);
  });

  test.each([
    ["OperatorFeeBps", "operatorFeeBps", 3_000n],
    ["MinStake", "minStake", parseEther("1000000")],
    ["UnbondingPeriod", "unbondingPeriod", DAY],
    ["UnbondingPeriod", "unbondingPeriod", 60n * DAY],
    ["RewardPerEpoch", "rewardPerEpoch", parseEther("100000")],
    ["RewardPerEpoch", "rewardPerEpoch", 0n],
    ["RegistrationOpen", "registrationOpen", false],
    ["FeeCollector", "feeCollector", "0x00000000000000000000000000000000000000A1"],
  ])("behavior: set%s tells the value it replaced (%s = %s)", async (name, getter, value) => {
    const previous = await registry.read(getter);
    expect(await registry.send(timelock, `set${name}`, value)).toEqual([`${name}Set(${previous},${value})`]);
    expect(await registry.read(getter)).toBe(value);
  });

  test("behavior: setRegionMultiplier tells the value it replaced, region by region", async () => {
    const west = regionKey("west");
    const first = await registry.send(timelock, "setRegionMultiplier", west, parseEther("5"));
    expect(first).toEqual([`RegionMultiplierSet(${west},0,${parseEther("5")})`]);
    const second = await registry.send(timelock, "setRegionMultiplier", west, parseEther("0.1"));
    expect(second).toEqual([`RegionMultiplierSet(${west},${parseEther("5")},${parseEther("0.1")})`]);
    expect(await registry.read("regionMultiplier", NORTH)).toBe(parseEther("1"));
  });

  test.each([
    ["setOperatorFeeBps", 3_001n, 0n, 3_000n],
    ["setMinStake", parseEther("1000000") + 1n, 0n, parseEther("1000000")],
    ["setUnbondingPeriod", DAY - 1n, DAY, 60n * DAY],
    ["setUnbondingPeriod", 60n * DAY + 1n, DAY, 60n * DAY],
    ["setRewardPerEpoch", parseEther("100000") + 1n, 0n, parseEther("100000")],
  ])("boundary: %s refuses %s", async (setter, value, lowest, highest) => {
    await expect(registry.send(timelock, setter, value)).rejects.toThrow(`OutOfBounds(${value},${lowest},${highest})`);
  });

  test.each([parseEther("0.1") - 1n, parseEther("5") + 1n])("boundary: no multiplier of %s", async (value) => {
    const sent = registry.send(timelock, "setRegionMultiplier", NORTH, value);
    await expect(sent).rejects.toThrow(`OutOfBounds(${value},${parseEther("0.1")},${parseEther("5")})`);
  });

  test("error: nobody but the owner sets anything", async () => {
    const stranger = chain.account(2);
    const refusal = `OwnableUnauthorizedAccount(${stranger})`;
    await expect(registry.send(stranger, "setOperatorFeeBps", 1n)).rejects.toThrow(refusal);
    await expect(registry.send(stranger, "setMinStake", 1n)).rejects.toThrow(refusal);
    await expect(registry.send(stranger, "setUnbondingPeriod", DAY)).rejects.toThrow(refusal);
    await expect(registry.send(stranger, "setRewardPerEpoch", 1n)).rejects.toThrow(refusal);
    await expect(registry.send(stranger, "setRegionMultiplier", NORTH, REGIONS.west)).rejects.toThrow(refusal);
    await expect(registry.send(stranger, "setRegistrationOpen", true)).rejects.toThrow(refusal);
    await expect(registry.send(stranger, "setFeeCollector", stranger)).rejects.toThrow(refusal);
  });

  test("error: a fee collector and a region must be somebody and something", async () => {
    await expect(registry.send(timelock, "setFeeCollector", zeroAddress)).rejects.toThrow("FeeCollectorIsZero()");
    const unnamed = registry.send(timelock, "setRegionMultiplier", zeroHash, REGIONS.north);
    await expect(unnamed).rejects.toThrow("RegionIsEmpty()");
  });

  test("error: it cannot begin out of its own bounds, nor with regions left without a multiplier", async () => {
    const tooHigh = chain.deploy("ParameterRegistry", timelock, { ...initial(), operatorFeeBps: 3_001n });
    await expect(tooHigh).rejects.toThrow("reverted a deployment");
    const unequal = chain.deploy("ParameterRegistry", timelock, { ...initial(), multipliers: [] });
    await expect(unequal).rejects.toThrow("reverted a deployment");
  });
});
