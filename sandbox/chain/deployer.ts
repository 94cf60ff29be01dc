import { type Address, getContractAddress, type Hex } from "viem";
import type { Artifact } from "./artifact.ts";
import type { BlockBuilder } from "./block-builder.ts";
import { callContract } from "./call-contract.ts";
import type { Rpc } from "./rpc.ts";

/** Puts deployments and calls of one account into blocks, and reads what came of them. */
export type Deployer = ReturnType<typeof createDeployer>;

/** A deployer for the account; what it puts waits in the builder until it settles. */
export function createDeployer(rpc: Rpc, builder: BlockBuilder, from: Address) {
  /** Where a contract will be if so many deployments and calls of the account come before it. */
  const nextAddress = async (ahead = 0n): Promise<Address> => {
    const nonce = BigInt(await rpc<Hex>("eth_getTransactionCount", from, "pending")) + ahead;
    return getContractAddress({ from, nonce });
  };
  return {
    nextAddress,
    /** Puts a deployment and says where the contract will be, so that what comes next in the same block may name it. */
    deploy: async (artifact: Artifact, ...args: unknown[]): Promise<Address> => {
      const address = await nextAddress();
      await builder.deploy(from, artifact, args);
      return address;
    },
    send: async (to: Address, { abi }: Artifact, functionName: string, ...args: unknown[]): Promise<void> => {
      await builder.send(from, { to, abi, functionName, args });
    },
    read: <Result>(to: Address, { abi }: Artifact, functionName: string, ...args: unknown[]) =>
      callContract<Result>(rpc, { to, abi, functionName, args }),
    /** Mines what was put, and says the number of the block. */
    settle: async (): Promise<number> => {
      const [receipt] = await builder.mine();
      return Number(receipt?.blockNumber);
    },
  };
}
