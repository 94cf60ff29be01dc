import { decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import type { Call } from "./block-builder.ts";
import type { Rpc } from "./rpc.ts";

/** Reads a contract at a block, the latest where none is named; the caller knows the result's type from the ABI. */
export async function callContract<Result>(rpc: Rpc, call: Call, block: Hex | "latest" = "latest"): Promise<Result> {
  const data = await rpc<Hex>("eth_call", { to: call.to, data: encodeFunctionData(call) }, block);
  return decodeFunctionResult({ abi: call.abi, functionName: call.functionName, data }) as Result;
}
