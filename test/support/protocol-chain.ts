import type { Address } from "viem";
import { onTestFinished } from "vitest";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import type { Artifact } from "../../sandbox/chain/artifact.ts";
import { createBlockBuilder } from "../../sandbox/chain/block-builder.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { createChains } from "../../src/chain/chains.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createTestApp, type TestApp } from "./app.ts";
import { testConfig } from "./test-config.ts";

/** A contract on the chain. */
export type Placed = {
  address: Address;
  read: <Result>(functionName: string, ...args: unknown[]) => Promise<Result>;
  /** Sends a call in a block of its own; throws where the contract reverts. */
  send: (from: Address, functionName: string, ...args: unknown[]) => Promise<void>;
};

/** One that was deployed here, and the block it has been there since. */
export type Deployed = Placed & { block: number };

/** A chain with nothing on it, every block final at once; ends with the test. */
export async function startProtocolChain() {
  const anvil = await startAnvil({ timestamp: 1_800_000_000 });
  onTestFinished(() => anvil.stop());
  const rpc = createRpc(anvil.url);
  const accounts = await rpc<Address[]>("eth_accounts");
  await rpc("evm_setAutomine", false);
  await rpc("anvil_setBlockTimestampInterval", 3_600);
  const builder = createBlockBuilder(rpc);
  const at = (to: Address, { abi }: Pick<Artifact, "abi">): Placed => ({
    address: to,
    read: (functionName, ...given) => callContract(rpc, { to, abi, functionName, args: given }),
    send: async (from, functionName, ...given) => {
      await builder.send(from, { to, abi, functionName, args: given });
      await builder.mine();
    },
  });
  const deploy = async (artifact: Artifact, ...args: unknown[]): Promise<Deployed> => {
    await builder.deploy(accounts[0] as Address, artifact, args);
    const [receipt] = await builder.mine();
    return { ...at(receipt?.contractAddress as Address, artifact), block: Number(receipt?.blockNumber) };
  };
  return { url: anvil.url, rpc, accounts, deploy, at };
}

/** An app that reads one reward source, `drops`, from that chain. */
export function protocolApp(url: string, source: Record<string, unknown>, tokens: Tokens): TestApp {
  return localApp(url, tokens, { rewards: { drops: { chain: 31_337, label: "Drops", ...source } } });
}

/** An app that reads positions, each by its name, from that chain. */
export function positionsApp(url: string, positions: Record<string, object>, tokens: Tokens): TestApp {
  const all = Object.entries(positions).map(([name, settings]) => [name, { chain: 31_337, label: name, ...settings }]);
  return localApp(url, tokens, { positions: Object.fromEntries(all) });
}

type Tokens = Record<string, { address: Address; decimals?: number }>;

function localApp(url: string, tokens: Tokens, sources: object): TestApp {
  const changes = {
    chains: { "31337": { name: "Local chain", finality: { kind: "depth", blocks: 0 } } },
    tokens: Object.fromEntries(
      Object.entries(tokens).map(([name, { address, decimals = 18 }]) => [
        name,
        { chain: 31_337, address, symbol: name.toUpperCase(), decimals },
      ]),
    ),
    ...sources,
  } as unknown as Partial<ConfigInput>;
  const config = testConfig(changes, { rewards: rewardKinds, yields: yieldKinds });
  const app = createTestApp({ config });
  return Object.assign(app, { chains: createChains(config, { 31337: [url] }, app.log, { timeoutMs: 2_000 }) });
}
