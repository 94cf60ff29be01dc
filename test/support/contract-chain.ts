import {
  type Abi,
  type Address,
  decodeErrorResult,
  encodeFunctionData,
  formatLog,
  getAddress,
  type Hex,
  parseEventLogs,
  type RpcLog,
} from "viem";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import { artifact } from "../../sandbox/chain/artifact.ts";
import { createBlockBuilder } from "../../sandbox/chain/block-builder.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc, RpcError } from "../../sandbox/chain/rpc.ts";

/** A deployed contract of ours. */
export type Contract = {
  address: Address;
  read: <Result>(functionName: string, ...args: unknown[]) => Promise<Result>;
  /** Sends a call and returns its events as `Name(a,b)`; throws `Error("Name(a,b)")` where the contract refuses. */
  send: (from: Address, functionName: string, ...args: unknown[]) => Promise<string[]>;
};

export type ContractChain = Awaited<ReturnType<typeof startContractChain>>;

/** A chain with nothing on it, whose time stands at `timestamp` until it is set. */
export async function startContractChain(timestamp = 1_800_000_000) {
  const anvil = await startAnvil({ timestamp });
  const rpc = createRpc(anvil.url);
  const accounts = await rpc<Address[]>("eth_accounts");
  const account = (index: number): Address => getAddress(accounts[index] ?? "0x");
  await rpc("evm_setAutomine", false);
  const builder = createBlockBuilder(rpc);
  const deploy = async (name: string, ...args: unknown[]): Promise<Contract> => {
    await builder.deploy(account(0), artifact(name), args);
    const [receipt] = await builder.mine();
    return contractAt(getAddress(receipt?.contractAddress ?? "0x"), artifact(name).abi);
  };
  const contractAt = (address: Address, abi: Abi): Contract => ({
    address,
    read: (functionName, ...args) => callContract(rpc, { to: address, abi, functionName, args }),
    send: async (from, functionName, ...args) => {
      const call = { to: address, abi, functionName, args };
      const request = { from, to: address, data: encodeFunctionData(call) };
      await rpc("eth_call", request, "pending").catch((error: unknown) => refuse(abi, error));
      await builder.send(from, call);
      const [receipt] = await builder.mine();
      return eventsOf(abi, address, receipt?.logs ?? []);
    },
  });
  return {
    rpc,
    account,
    deploy,
    /** The next block has this time, in Unix seconds, and time goes on from it. */
    at: (seconds: number) => rpc("evm_setNextBlockTimestamp", seconds),
    stop: anvil.stop,
  };
}

function eventsOf(abi: Abi, address: Address, logs: RpcLog[]): string[] {
  const own = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase()).map((log) => formatLog(log));
  return parseEventLogs({ abi, logs: own as never }).map((event) => {
    const { eventName, args } = event as unknown as { eventName: string; args: Record<string, unknown> };
    return written(eventName, Object.values(args));
  });
}

function refuse(abi: Abi, error: unknown): never {
  if (!(error instanceof RpcError) || typeof error.data !== "string") throw error;
  const { errorName, args } = decodeErrorResult({ abi, data: error.data as Hex });
  throw new Error(written(errorName, args ?? []));
}

function written(name: string, values: readonly unknown[]): string {
  return `${name}(${values.map(String).join(",")})`;
}
