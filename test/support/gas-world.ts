import { type Address, encodeFunctionData, getAddress, type Hex } from "viem";
import { artifact } from "../../sandbox/chain/artifact.ts";
import { createChains } from "../../src/chain/chains.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createTestApp } from "./app.ts";
import { startProtocolChain } from "./protocol-chain.ts";
import { testConfig } from "./test-config.ts";

const USD = 1_000_000n;
/** What a coin costs, at 1e-8 USD. */
export const COIN_PRICE = 2_000n * 10n ** 8n;

/** A chain on which a wallet, the treasury's, may put dollars into a vault, and a feed of the coin's price. Ends with the test. */
export async function startGasWorld() {
  const { url, rpc, accounts, deploy } = await startProtocolChain();
  const [keeper, wallet, executor] = accounts.map((account) => getAddress(account)) as [Address, Address, Address];
  const feed = await deploy(artifact("PriceFeed"), 8, "COIN / USD", keeper);
  await feed.send(keeper, "push", COIN_PRICE);
  const dollar = await deploy(artifact("TestDollar"), keeper);
  const vault = await deploy(artifact("ReserveVault"), dollar.address, 0n, keeper);
  await dollar.send(keeper, "mint", wallet, 1_000_000n * USD);
  await dollar.send(wallet, "approve", vault.address, 2n ** 255n);
  const balance = async () => BigInt(await rpc<Hex>("eth_getBalance", wallet, "latest"));
  return {
    ...{ url, rpc, wallet, executor, keeper, dollar, vault },
    /** Deposits so many dollars; gives what the wallet's coins grew less by. */
    deposit: async (amount: bigint): Promise<bigint> => {
      const before = await balance();
      await vault.send(wallet, "deposit", amount * USD, wallet);
      return before - (await balance());
    },
    /** Sends a withdrawal of more than there is, which fails on the chain. */
    fail: async (): Promise<void> => {
      const args = [10n ** 30n, wallet, wallet] as const;
      const data = encodeFunctionData({ abi: artifact("ReserveVault").abi, functionName: "withdraw", args });
      await rpc("eth_sendTransaction", { from: wallet, to: vault.address, data, gas: "0x7a120" });
      await rpc("evm_mine");
    },
    /** An app that keeps the books of the wallet's shares, over the urls given. */
    app: ({ urls = [url], ...changes }: Partial<ConfigInput> & { urls?: readonly string[] } = {}) => {
      const config = testConfig(
        {
          chains: {
            "31337": { name: "Local chain", finality: { kind: "depth", blocks: 0 }, coinPrice: "coin-usd" },
          },
          tokens: { dollar: { chain: 31_337, address: dollar.address, symbol: "tUSD", decimals: 6 } },
          prices: { "coin-usd": { chain: 31_337, feed: feed.address, heartbeatSeconds: 604_800 } },
          positions: {
            reserve: {
              ...{ kind: "erc4626", chain: 31_337, label: "Reserve", vault: vault.address, holder: wallet },
              ...{ token: "dollar", fromBlock: 0 },
            },
          } as never,
          ...changes,
        },
        { yields: yieldKinds },
      );
      const app = createTestApp({ config, at: 1_900_000_000 });
      return Object.assign(app, { chains: createChains(config, { 31337: urls }, app.log, { timeoutMs: 2_000 }) });
    },
  };
}
