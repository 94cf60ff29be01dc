import { numberToHex } from "viem";
import { askBlock } from "./blocks.ts";
import type { Block } from "./chain.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcAnswer, RpcRequest } from "./rpc.ts";

/** Asks for state as of one block and no other; throws ProviderFailure when the provider cannot promise that it was this one. */
export type StateReader = (provider: Provider, block: Block, requests: readonly StateRequest[]) => Promise<RpcAnswer[]>;

/** A request that takes a block after its parameters; `options` are what it takes after that. */
export type StateRequest = {
  method: "eth_call" | "eth_getCode" | "eth_getStorageAt" | "eth_simulateV1" | "debug_traceCall";
  params: readonly unknown[];
  options?: readonly unknown[];
};

/**
 * Names the block by its hash where the node understands that (EIP-1898). Elsewhere it names the height, and looks
 * afterwards whether the block at that height still is the one that was meant.
 */
export function createStateReader(): StateReader {
  const byNumber = new WeakSet<Provider>();
  return async (provider, block, requests) => {
    if (!byNumber.has(provider)) {
      const answers = await provider.askAll(at(requests, { blockHash: block.hash, requireCanonical: true }));
      for (const answer of answers) throwIfMissing(answer, block);
      if (!answers.some(speaksNoHashes)) return answers;
      byNumber.add(provider);
    }
    const answers = await provider.askAll(at(requests, numberToHex(block.number)));
    for (const answer of answers) throwIfMissing(answer, block);
    const after = await askBlock(provider, block.number);
    if (after.hash !== block.hash) throw new ProviderFailure("unfit", `has another block at height ${block.number}`);
    return answers;
  };
}

function at(requests: readonly StateRequest[], block: unknown): RpcRequest[] {
  return requests.map(({ method, params, options = [] }) => ({ method, params: [...params, block, ...options] }));
}

/** A node that does not know the form complains about the parameter's shape, never about the call. */
function speaksNoHashes(answer: RpcAnswer): boolean {
  if (!("refused" in answer) || isRevert(answer)) return false;
  const { code, message } = answer.refused;
  return code === -32602 || /invalid (argument|param|block)|unmarshal|deseriali|expected|blockhash/i.test(message);
}

function throwIfMissing(answer: RpcAnswer, block: Block): void {
  if (!("refused" in answer) || isRevert(answer)) return;
  const missing = /not found|unknown block|missing trie|not available|pruned|out of range|not canonical|no state/i;
  if (missing.test(answer.refused.message)) {
    throw new ProviderFailure("unfit", `does not have the state of block ${block.number}`);
  }
}

/** Whether the answer tells of the contract refusing, rather than of the node. */
export function isRevert(answer: RpcAnswer): boolean {
  if (!("refused" in answer)) return false;
  const { code, message } = answer.refused;
  return (
    code === 3 || code === -32015 || /revert|invalid opcode|bad jump|stack (under|over)flow|out of gas/i.test(message)
  );
}
