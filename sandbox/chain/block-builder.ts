import { type Address, encodeDeployData, encodeFunctionData, type Hex, type RpcLog } from "viem";
import type { Artifact } from "./artifact.ts";
import type { Rpc } from "./rpc.ts";

const GAS_LIMIT = "0x989680";

export type Receipt = {
  transactionHash: Hex;
  status: Hex;
  blockNumber: Hex;
  contractAddress: Address | null;
  logs: RpcLog[];
};

/** A contract call, before it is encoded. */
export type Call = { to: Address; abi: Artifact["abi"]; functionName: string; args?: readonly unknown[] };

export type BlockBuilder = {
  /** Puts a call into the next block, after those already put; the sender is one of the chain's unlocked accounts. */
  send: (from: Address, call: Call) => Promise<Hex>;
  /** Puts a deployment into the next block. */
  deploy: (from: Address, artifact: Artifact, args?: readonly unknown[]) => Promise<Hex>;
  /** Mines the block, now or at the given Unix second; throws where one of its transactions reverted. */
  mine: (timestamp?: number) => Promise<Receipt[]>;
};

/** Gathers transactions into blocks; the chain's automine must be off meanwhile, see `withoutAutomine`. */
export function createBlockBuilder(rpc: Rpc): BlockBuilder {
  let waiting: { hash: Hex; what: string }[] = [];
  const put = async (what: string, transaction: { from: Address; to?: Address; data: Hex }) => {
    const hash = await rpc<Hex>("eth_sendTransaction", { ...transaction, gas: GAS_LIMIT });
    waiting.push({ hash, what });
    return hash;
  };
  return {
    send: (from, call) => put(call.functionName, { from, to: call.to, data: encodeFunctionData(call) }),
    deploy: (from, { abi, bytecode }, args = []) =>
      put("a deployment", { from, data: encodeDeployData({ abi, bytecode, args }) }),
    mine: async (timestamp) => {
      await rpc("evm_mine", ...(timestamp === undefined ? [] : [{ timestamp }]));
      const receipts = await rpc<Receipt[]>("eth_getBlockReceipts", "latest");
      const sent = waiting;
      waiting = [];
      return sent.map(({ hash, what }) => succeeded(receipts, hash, what));
    },
  };
}

/** Runs the work with automine off, and turns it on again whatever happens. */
export async function withoutAutomine<Result>(rpc: Rpc, work: () => Promise<Result>): Promise<Result> {
  await rpc("evm_setAutomine", false);
  try {
    return await work();
  } finally {
    await rpc("evm_setAutomine", true);
  }
}

function succeeded(receipts: readonly Receipt[], hash: Hex, what: string): Receipt {
  const receipt = receipts.find(({ transactionHash }) => transactionHash === hash);
  if (receipt?.status === "0x1") return receipt;
  throw new Error(`The sandbox's chain ${receipt ? "reverted" : "did not mine"} ${what} (${hash})`);
}
