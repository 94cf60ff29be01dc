import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../sandbox/chain/artifact.ts";
import { examinePositions } from "../../../src/cli/doctor/examine-positions.ts";
import { positionsApp, startProtocolChain } from "../../support/protocol-chain.ts";

const coinCode = published("@uniswap/v2-core/build/ERC20.json");
const farmCode = published("@uniswap/liquidity-staker/build/StakingRewards.json");

test("default: the doctor reads each position as reports do, and says why one cannot be", async () => {
  const chain = await startProtocolChain();
  const [holder, somebody] = chain.accounts as [Address, Address];
  const [coin, other] = [await chain.deploy(coinCode, 1_500n), await chain.deploy(coinCode, 1n)];
  const farm = await chain.deploy(farmCode, holder, other.address, coin.address);
  const stake = { kind: "staking-rewards", contract: farm.address, holder, token: "coin" };
  const positions = {
    purse: { kind: "balance", contract: coin.address, holder, token: "coin" },
    staked: { ...stake, rewardToken: "other" },
    swapped: { ...stake, rewardToken: "coin" },
    mistaken: { kind: "balance", contract: other.address, holder, token: "coin" },
    nobody: { kind: "balance", contract: somebody, holder, token: "coin" },
    vault: { kind: "erc4626", vault: coin.address, holder, token: "coin" },
  };
  const { config, chains } = positionsApp(chain.url, positions, {
    coin: { address: coin.address, decimals: 3 },
    other: { address: other.address },
  });
  const findings = await examinePositions(config, chains);
  expect(findings.map(({ sign, what }) => `${sign} ${what}`)).toEqual([
    "✓ positions.purse: 1.5 COIN.",
    "✓ positions.staked: 0 COIN · staked, 0 OTHER · earned.",
    expect.stringContaining("✗ positions.swapped: Its earned is of the token"),
    expect.stringContaining("✗ positions.mistaken: It is of the token"),
    expect.stringContaining("✗ positions.nobody: balanceOf of"),
    expect.stringContaining("✗ positions.vault: convertToAssets of"),
  ]);
});

test("boundary: where no position is watched nothing is read and nothing said", async () => {
  const chain = await startProtocolChain();
  const { config, chains } = positionsApp(chain.url, {}, {});
  expect(await examinePositions(config, chains)).toEqual([]);
});
