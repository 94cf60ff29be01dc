import { type Abi, type Address, encodeFunctionData, type Hex } from "viem";
import type { Rpc } from "../../sandbox/chain/rpc.ts";

/** The two amounts that a call would give if it were made now, without a trace. */
export async function simulateCall(
  rpc: Rpc,
  from: Address,
  { address, abi }: { address: Address; abi: Abi },
  functionName: string,
  ...args: unknown[]
): Promise<[bigint, bigint]> {
  const data = encodeFunctionData({ abi, functionName, args });
  const answer = await rpc<Hex>("eth_call", { from, to: address, data }, "latest");
  return [BigInt(answer.slice(0, 66)), BigInt(`0x${answer.slice(66, 130)}`)];
}
