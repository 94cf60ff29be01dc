import { type Address, getAddress, type Hex, maxUint256, parseUnits } from "viem";
import { CHAIN_ID, startAnvil } from "../../sandbox/chain/anvil.ts";
import { artifact } from "../../sandbox/chain/artifact.ts";
import { createBlockBuilder } from "../../sandbox/chain/block-builder.ts";
import { placeMulticall } from "../../sandbox/chain/multicall.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import type { Config, ConfigInput } from "../../src/config/schema.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createRandom } from "../../test/support/random.ts";
import { testConfig } from "../../test/support/test-config.ts";

/** A chain on which somebody holds dollars and shares of many vaults that pay interest, each at its own rate. */
export type VaultChain = {
  id: number;
  url: string;
  holder: Address;
  dollar: Address;
  feed: Address;
  vaults: readonly Address[];
  /** The chain's own time, in Unix seconds. */
  now: () => number;
  /** Lives one day; once a week some is moved between the dollars and three vaults, which is told. */
  live: (day: number) => Promise<boolean>;
  stop: () => Promise<void>;
};

const DAY = 86_400;
/** Midnight of the first of November, a year ago: the last whole month is October. */
const FIRST = Date.UTC(2025, 9, 31) / 1_000;
const EACH = parseUnits("10000", 6);
const [dollarAbi, vaultAbi, feedAbi] = ["TestDollar", "ReserveVault", "PriceFeed"].map((name) => artifact(name).abi);

/** Starts the chain, with so many vaults; a year is lived day by day. */
export async function startVaultChain(vaultCount: number): Promise<VaultChain> {
  const anvil = await startAnvil({ timestamp: FIRST - DAY });
  const rpc = createRpc(anvil.url);
  const [account] = await rpc<Address[]>("eth_accounts");
  const holder = getAddress(account as Address);
  await placeMulticall(rpc);
  await rpc("evm_setAutomine", false);
  const builder = createBlockBuilder(rpc);
  const deploy = async (name: string, ...args: readonly unknown[]) => {
    await builder.deploy(holder, artifact(name), args);
    const receipt = (await builder.mine()).at(-1);
    return getAddress(receipt?.contractAddress as Address);
  };
  const dollar = await deploy("TestDollar", holder);
  const feed = await deploy("PriceFeed", 8, "tUSD / USD", holder);
  const send = (to: Address, abi: typeof dollarAbi, functionName: string, ...args: readonly unknown[]): Promise<Hex> =>
    builder.send(holder, { to, abi: abi ?? [], functionName, args });
  await send(dollar, dollarAbi, "mint", holder, EACH * BigInt(4 * vaultCount));
  const vaults: Address[] = [];
  for (let index = 0; index < vaultCount; index += 1) {
    const rate = (BigInt(20 + index) * 10n ** 24n) / 31_536_000n;
    const vault = await deploy("ReserveVault", dollar, rate, holder);
    await send(dollar, dollarAbi, "approve", vault, maxUint256);
    await send(vault, vaultAbi, "fund", EACH);
    await send(vault, vaultAbi, "deposit", EACH, holder);
    await builder.mine();
    vaults.push(vault);
  }
  const random = createRandom(7);
  let now = FIRST;
  return {
    ...{ id: CHAIN_ID, url: anvil.url, holder, dollar, feed, vaults, stop: anvil.stop },
    now: () => now,
    live: async (day) => {
      await send(feed, feedAbi, "push", 100_000_000n + BigInt(Math.floor(random() * 200_000) - 100_000));
      const moves = day % 7 === 3;
      for (let move = 0; moves && move < 3; move += 1) {
        const vault = vaults[Math.floor(random() * vaults.length)] as Address;
        const amount = BigInt(1 + Math.floor(random() * 1_000_000_000));
        if (random() < 0.6) await send(vault, vaultAbi, "deposit", amount, holder);
        else await send(vault, vaultAbi, "withdraw", amount, holder, holder);
      }
      now = FIRST + (day + 1) * DAY;
      await builder.mine(now - 60);
      // Two blocks more make it final.
      await builder.mine(now - 1);
      await builder.mine(now);
      return moves;
    },
  };
}

/** What a community with such a treasury would write. */
export function vaultConfig({ id: chain, holder, dollar, feed, vaults }: VaultChain): Config {
  const vault = (address: Address, index: number) => [
    `vault-${index}`,
    { kind: "erc4626", chain, label: `Vault ${index}`, vault: address, holder, token: "dollar" },
  ];
  const changes = {
    chains: { [chain]: { name: "Measured chain" } },
    tokens: { dollar: { chain, address: dollar, symbol: "tUSD", decimals: 6, price: "dollar-usd" } },
    prices: { "dollar-usd": { chain, feed, heartbeatSeconds: 86_400 } },
    positions: {
      ...Object.fromEntries(vaults.map(vault)),
      dollars: { kind: "balance", chain, label: "Dollars", contract: dollar, holder, token: "dollar" },
    },
    reports: { monthly: { title: "Monthly report", every: "month" } },
  };
  return testConfig(changes as unknown as Partial<ConfigInput>, { yields: yieldKinds });
}
