import { type Address, formatLog, numberToHex, parseEventLogs, type RpcLog } from "viem";
import { artifact } from "../../sandbox/chain/artifact.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import type { ContractName, World } from "../../sandbox/chain/world.ts";

const ARTIFACTS: Partial<Record<ContractName, string>> = {
  token: "HelioToken",
  timelock: "TimelockController",
  governor: "HelioGovernor",
  registry: "ParameterRegistry",
  rewards: "NodeRewards",
  dollar: "TestDollar",
  vault: "ReserveVault",
  helioFeed: "PriceFeed",
  dollarFeed: "PriceFeed",
};

export type Reward = { nodeId: bigint; owner: Address; epoch: bigint; amount: bigint; block: number };

export type WorldReader = ReturnType<typeof createWorldReader>;

/** Reads a sandbox world by plain calls, for what tests hold it to. */
export function createWorldReader(world: World) {
  const rpc = createRpc(world.rpcUrl);
  const abiOf = (name: ContractName) => artifact(ARTIFACTS[name] ?? "").abi;
  return {
    rpc,
    /** A view of a contract, at a block or at the latest. */
    read: <Result>(name: ContractName, functionName: string, args: readonly unknown[] = [], block?: number) => {
      const call = { to: world.addresses[name], abi: abiOf(name), functionName, args };
      return callContract<Result>(rpc, call, block === undefined ? "latest" : numberToHex(block));
    },
    /** Every reward paid from a block on. */
    rewards: async (fromBlock = 0): Promise<Reward[]> => {
      const filter = { address: world.addresses.rewards, fromBlock: numberToHex(fromBlock), toBlock: "latest" };
      const logs = (await rpc<RpcLog[]>("eth_getLogs", filter)).map((log) => formatLog(log));
      const paid = parseEventLogs({ abi: abiOf("rewards"), logs: logs as never, eventName: "RewardPaid" });
      return paid.map((event) => {
        const { args, blockNumber } = event as unknown as { args: Omit<Reward, "block">; blockNumber: bigint };
        return { ...args, block: Number(blockNumber) };
      });
    },
    /** The number and the Unix time of a block, by number or tag. */
    block: async (at: number | "latest" | "finalized") => {
      const tag = typeof at === "number" ? numberToHex(at) : at;
      const found = await rpc<{ number: `0x${string}`; timestamp: `0x${string}` }>("eth_getBlockByNumber", tag, false);
      return { number: Number(found.number), timestamp: Number(found.timestamp) };
    },
  };
}

/** The sum of the rewards' amounts. */
export function totalOf(rewards: readonly Reward[]): bigint {
  return rewards.reduce((sum, { amount }) => sum + amount, 0n);
}
