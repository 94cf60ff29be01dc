import type { Address } from "viem";
import { accountsByName } from "./accounts.ts";
import { type Anvil, CHAIN_ID, startAnvil } from "./anvil.ts";
import { withoutAutomine } from "./block-builder.ts";
import { deployContracts } from "./deploy.ts";
import { EPOCH, lastDueEpoch } from "./epoch-clock.ts";
import { HISTORY_DAYS, NODES, type Region, SAFE } from "./heliogrid.ts";
import { writeHistory } from "./history.ts";
import { createRpc, type Rpc } from "./rpc.ts";

export type ContractName =
  | "token"
  | "timelock"
  | "governor"
  | "registry"
  | "rewards"
  | "dollar"
  | "vault"
  | "helioFeed"
  | "dollarFeed"
  | "safe"
  | "safeSingleton"
  | "safeFactory"
  | "safeFallbackHandler"
  | "multiSend"
  | "multiSendCallOnly"
  | "multicall"
  | "aavePool"
  | "aaveDollar"
  | "aaveDollarDebt"
  | "pair"
  | "rangePool"
  | "rangeManager"
  | "rangeRouter"
  | "farm"
  | "coinFeed";

export type WorldNode = {
  id: number;
  owner: Address;
  ownerName: string;
  region: Region;
  /** The first epoch the node is no longer part of. */
  retiredEpoch?: number;
  /** The first epoch of silence of a node that still is registered. */
  silentSinceEpoch?: number;
};

/** All that others need to know of the sandbox's chain; plain JSON. */
export type World = {
  chainId: number;
  rpcUrl: string;
  addresses: Record<ContractName, Address>;
  /** The block each contract came to be in; 0 for what was there from the start. */
  deployBlocks: Record<ContractName, number>;
  /** The first and the last epoch (UTC day since 1970) with rewards when the chain started, both included. */
  firstEpoch: number;
  lastEpoch: number;
  nodes: WorldNode[];
  roles: {
    /** Registers nodes, pays rewards, pushes prices, owns the vault; no member. */
    keeper: Address;
    /** Every person's wallet, by handle. */
    wallets: Record<string, Address>;
    safeOwners: Address[];
    safeThreshold: number;
  };
};

/** Starts a chain and builds the Heliogrid on it, with a history that ends now (Unix seconds, the wall clock's). */
export async function startWorld(options: { now?: number; port?: number } = {}): Promise<Anvil & { world: World }> {
  const now = () => options.now ?? Math.floor(Date.now() / 1000);
  const firstEpoch = lastDueEpoch(now()) - HISTORY_DAYS + 1;
  const anvil = await startAnvil({ timestamp: (firstEpoch - 1) * EPOCH + 8 * 3_600, port: options.port ?? 0 });
  try {
    return { ...anvil, world: await buildWorld(createRpc(anvil.url), anvil.url, firstEpoch, now) };
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}

async function buildWorld(rpc: Rpc, rpcUrl: string, firstEpoch: number, now: () => number): Promise<World> {
  const accounts = await accountsByName(rpc);
  return withoutAutomine(rpc, async () => {
    const contracts = await deployContracts(rpc, accounts);
    const world: World = {
      chainId: CHAIN_ID,
      rpcUrl,
      ...contracts,
      firstEpoch,
      lastEpoch: firstEpoch + HISTORY_DAYS - 1,
      nodes: worldNodes(accounts.wallets, firstEpoch),
      roles: {
        ...accounts,
        safeOwners: SAFE.owners.map((name) => accounts.wallets[name] as Address),
        safeThreshold: Number(SAFE.threshold),
      },
    };
    await writeHistory(rpc, world, now);
    return world;
  });
}

function worldNodes(wallets: Record<string, Address>, firstEpoch: number): WorldNode[] {
  return NODES.map(({ id, owner, region, retiresOnDay, diesOnDay }) => ({
    id,
    owner: wallets[owner] as Address,
    ownerName: owner,
    region,
    ...(retiresOnDay === undefined ? {} : { retiredEpoch: firstEpoch + retiresOnDay }),
    ...(diesOnDay === undefined ? {} : { silentSinceEpoch: firstEpoch + diesOnDay }),
  }));
}
