import { type Abi, type Address, encodeFunctionData, type Hex } from "viem";
import { artifact } from "../../sandbox/chain/artifact.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import { chainNow, finalizeLatest, moveClock } from "../../sandbox/chain/time.ts";
import type { World } from "../../sandbox/chain/world.ts";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { createChains } from "../../src/chain/chains.ts";
import { type Config, type ConfigInput, configSchema } from "../../src/config/schema.ts";
import { executorKinds } from "../../src/executors/index.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createTestApp, type TestApp } from "./app.ts";

export type WorldApp = TestApp & {
  rpc: Rpc;
  /** Sends a call from an account of the world, and gives the transaction once its block is final. */
  send: (from: Address, to: Address, data: Hex) => Promise<Hex>;
  /** Moves the chain's clock and the app's. */
  wait: (seconds: number) => Promise<void>;
};

/** The Heliogrid's config as its operator writes it, changed at the first level. */
export function worldConfig(world: World, changes: Partial<ConfigInput> = {}): Config {
  const kinds = { rewards: rewardKinds, yields: yieldKinds, executors: executorKinds };
  return configSchema(kinds).parse({ ...(heliogridConfig(world) as ConfigInput), ...changes });
}

/** An app on a real world: its own database, the chain through Steward's reader, a clock that goes with the chain's. */
export async function createWorldApp(
  world: World,
  options: { urls?: readonly string[]; changes?: Partial<ConfigInput>; timeoutMs?: number } = {},
): Promise<WorldApp> {
  const { urls = [world.rpcUrl], changes = {}, timeoutMs = 2_000 } = options;
  const rpc = createRpc(world.rpcUrl);
  const config = worldConfig(world, changes);
  const app = createTestApp({ at: await chainNow(rpc), config });
  const chains = createChains(config, { [world.chainId]: urls }, app.log, { timeoutMs });
  return Object.assign(app, {
    chains,
    rpc,
    send: async (from: Address, to: Address, data: Hex) => {
      const hash = await rpc<Hex>("eth_sendTransaction", { from, to, data, gas: "0x989680" });
      const receipt = await mined(rpc, hash);
      await finalizeLatest(rpc);
      if (receipt?.status !== "0x1") throw new Error(`The transaction ${hash} did not succeed`);
      app.set(await chainNow(rpc));
      return hash;
    },
    wait: async (seconds: number) => {
      await moveClock(rpc, seconds);
      app.set(await chainNow(rpc));
    },
  });
}

/** A call of one of the world's contracts, as bytes. */
export function encode(contract: string, functionName: string, ...args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: artifact(contract).abi as Abi, functionName, args });
}

/** The node mines some time after it has taken a transaction; only then is there a block to make final. */
async function mined(rpc: Rpc, hash: Hex): Promise<{ status: Hex } | null> {
  for (let poll = 0; poll < 500; poll += 1) {
    const receipt = await rpc<{ status: Hex } | null>("eth_getTransactionReceipt", hash);
    if (receipt !== null) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return null;
}
