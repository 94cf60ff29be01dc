import { type Abi, type Address, encodeFunctionData, parseAbi } from "viem";
import { MULTICALL } from "../../sandbox/chain/multicall.ts";
import type { startProtocolChain } from "./protocol-chain.ts";

const abi = parseAbi([
  "struct Call { address target; bytes callData; }",
  "function aggregate(Call[] calls) payable returns (uint256 blockNumber, bytes[] returnData)",
]);

/** A call of a contract. */
export type Step = [of: { address: Address }, abi: Abi, functionName: string, ...args: unknown[]];

/** Makes several calls in one transaction in the name of Multicall3, which stands for a treasury that is a contract; it must be placed. */
export async function inOneTransaction(
  chain: Awaited<ReturnType<typeof startProtocolChain>>,
  from: Address,
  steps: readonly Step[],
): Promise<void> {
  const calls = steps.map(([{ address }, of, functionName, ...args]) => {
    return { target: address, callData: encodeFunctionData({ abi: of, functionName, args }) };
  });
  await chain.at(MULTICALL, { abi }).send(from, "aggregate", calls);
}
