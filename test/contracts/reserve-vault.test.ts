import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Contract, type ContractChain, startContractChain } from "../support/contract-chain.ts";

const START = 1_800_000_000;
const DAY = 86_400;
const SCALE = 10n ** 27n;
/** A ten-millionth per second: 0.864 % a day. */
const RATE = SCALE / 10_000_000n;
const USD = 1_000_000n;

const chains: ContractChain[] = [];
let chain: ContractChain;
let dollar: Contract;
let vault: Contract;
let keeper: `0x${string}`;
let saver: `0x${string}`;

beforeEach(async () => {
  chain = await startContractChain(START);
  chains.push(chain);
  [keeper, saver] = [chain.account(0), chain.account(1)];
  dollar = await chain.deploy("TestDollar", keeper);
  vault = await chain.deploy("ReserveVault", dollar.address, RATE, keeper);
  for (const holder of [keeper, saver]) {
    await dollar.send(keeper, "mint", holder, 1_000_000n * USD);
    await dollar.send(holder, "approve", vault.address, 2n ** 255n);
  }
});
afterAll(() => Promise.all(chains.map((started) => started.stop())));

const depositAt = async (time: number, assets: bigint) => {
  await chain.at(time);
  await vault.send(saver, "deposit", assets, saver);
};
const assetsAt = async (time: number) => {
  await chain.at(time);
  await chain.rpc("evm_mine");
  return vault.read<bigint>("totalAssets");
};

describe("the reserve vault", () => {
  test("default: a day's interest is exact to the last unit and moves the share price", async () => {
    await vault.send(keeper, "fund", 10_000n * USD);
    await depositAt(START + 1_000, 100_000n * USD);
    expect(await assetsAt(START + 1_000 + DAY)).toBe(100_864n * USD);
    expect(await vault.read("reserve")).toBe(9_136n * USD);
    // OpenZeppelin's virtual share and unit leave the saver one unit short, never one ahead.
    const shares = await vault.read<bigint>("balanceOf", saver);
    expect(await vault.read("convertToAssets", shares)).toBe(100_864n * USD - 1n);
  });

  test("behavior: interest is simple between movements and compounds at each", async () => {
    await vault.send(keeper, "fund", 10_000n * USD);
    await depositAt(START + 1_000, 100_000n * USD);
    await depositAt(START + 1_000 + DAY, 1n * USD);
    const settled = 100_864n * USD + USD;
    expect(await vault.read("totalAssets")).toBe(settled);
    expect(await assetsAt(START + 1_000 + 2 * DAY)).toBe(settled + (settled * RATE * BigInt(DAY)) / SCALE);
  });

  test("boundary: interest ends with the reserve, and nothing is owed for the time without", async () => {
    await vault.send(keeper, "fund", 100n * USD);
    await depositAt(START + 1_000, 100_000n * USD);
    expect(await assetsAt(START + 1_000 + DAY)).toBe(100_100n * USD);
    expect(await vault.read("reserve")).toBe(0n);
    await chain.at(START + 1_000 + 2 * DAY);
    await vault.send(keeper, "fund", 5_000n * USD);
    expect(await vault.read("totalAssets")).toBe(100_100n * USD);
    expect(await vault.read("reserve")).toBe(5_000n * USD);
  });

  test("behavior: withdrawing pays exactly what is asked, interest included", async () => {
    await vault.send(keeper, "fund", 10_000n * USD);
    await depositAt(START + 1_000, 100_000n * USD);
    await chain.at(START + 1_000 + DAY);
    await vault.send(saver, "withdraw", 100_500n * USD, saver, saver);
    expect(await dollar.read("balanceOf", saver)).toBe(1_000_500n * USD);
    expect(await vault.read("totalAssets")).toBe(364n * USD);
  });

  test("behavior: a bare transfer moves neither the share price nor the reserve", async () => {
    await depositAt(START + 1_000, 100n * USD);
    await dollar.send(keeper, "transfer", vault.address, 500n * USD);
    expect(await vault.read("totalAssets")).toBe(100n * USD);
    expect(await vault.read("reserve")).toBe(0n);
  });

  test("behavior: a new rate counts from its own moment", async () => {
    await vault.send(keeper, "fund", 10_000n * USD);
    await depositAt(START + 1_000, 100_000n * USD);
    await chain.at(START + 1_000 + DAY);
    expect(await vault.send(keeper, "setRatePerSecond", 0n)).toEqual([
      `InterestSettled(${864n * USD},${9_136n * USD})`,
      `RateSet(${RATE},0)`,
    ]);
    expect(await assetsAt(START + 1_000 + 9 * DAY)).toBe(100_864n * USD);
    const refusal = `OwnableUnauthorizedAccount(${saver})`;
    await expect(vault.send(saver, "setRatePerSecond", 1n)).rejects.toThrow(refusal);
  });

  test("boundary: a rate of 100 % a day is the highest", async () => {
    const highest = SCALE / BigInt(DAY);
    const refused = vault.send(keeper, "setRatePerSecond", highest + 1n);
    await expect(refused).rejects.toThrow(`RateTooHigh(${highest + 1n},${highest})`);
    expect(await vault.send(keeper, "setRatePerSecond", highest)).toEqual([`RateSet(${RATE},${highest})`]);
    const deployed = chain.deploy("ReserveVault", dollar.address, highest + 1n, keeper);
    await expect(deployed).rejects.toThrow("reverted a deployment");
  });

  test("law: whatever happens when, the vault holds all that it says belongs to savers and reserve", async () => {
    const step = fc.record({
      wait: fc.integer({ min: 1, max: 40 * DAY }),
      move: fc.constantFrom("deposit", "withdraw", "fund"),
      share: fc.bigInt({ min: 1n, max: 1_000n }),
    });
    let time = START + 1_000;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const { wait, move, share } of steps) {
          time += wait;
          await chain.at(time);
          await chain.rpc("evm_mine");
          const most = await vault.read<bigint>("maxWithdraw", saver);
          if (move === "withdraw") await vault.send(saver, "withdraw", (most * share) / 1_000n, saver, saver);
          else if (move === "deposit") await vault.send(saver, "deposit", share * USD, saver);
          else await vault.send(keeper, "fund", (share * USD) / 100n);
          const [held, savers, reserve] = await Promise.all([
            dollar.read<bigint>("balanceOf", vault.address),
            vault.read<bigint>("totalAssets"),
            vault.read<bigint>("reserve"),
          ]);
          expect(savers + reserve).toBe(held);
        }
      }),
      { numRuns: 8 },
    );
  });
});
