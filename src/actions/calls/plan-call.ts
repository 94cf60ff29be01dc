import { type AbiFunction, encodeFunctionData, toFunctionSignature } from "viem";
import type { App } from "../../app.ts";
import { hashCode } from "../../core/governance/actions-hash.ts";
import type { Ask } from "../../core/governance/ask.ts";
import { readArguments, writeArguments } from "../../core/governance/call-arguments.ts";
import type { CallAction } from "../../core/governance/proposal.ts";
import { parseWalletAddress } from "../../core/identity/wallet-address.ts";
import { Refusal } from "../../errors.ts";
import { findExecutor } from "../../executors/index.ts";
import { parseSignature } from "../../parameters/signature.ts";

/** Any call that a member wrote out: signature and arguments in words, so that everybody reads what is encoded. */
export async function planCall(app: App, ask: Extract<Ask, { kind: "call" }>): Promise<CallAction> {
  const settings = app.config.calls;
  if (settings === undefined) throw new Refusal("Here nobody votes on calls of any contract.");
  const executor = findExecutor(app.config, settings.executor);
  const target = parseWalletAddress(ask.target);
  const abi = parseCallee(ask.signature);
  const args = readArguments(abi, ask.args);
  const chain = app.chains.get(executor.chain);
  const block = await chain.finalized();
  const code = await chain.code(target, block);
  if (code === "0x") throw new Refusal(`There is no contract at ${target} on ${chain.name}.`);
  return {
    kind: "call",
    signature: `function ${toFunctionSignature(abi)}`,
    args: writeArguments(args),
    ...{ executor: executor.name, chain: executor.chain, target, value: 0n },
    calldata: encodeFunctionData({ abi: [abi], functionName: abi.name, args: args as unknown[] }),
    codeHash: hashCode(code),
  };
}

/** The function that a signature names, with or without the word `function`; Refusal for one that only reads. */
export function parseCallee(signature: string): AbiFunction {
  const text = signature.trim();
  const abi = parseSignature(text.startsWith("function ") ? text : `function ${text}`);
  if (abi.stateMutability === "view" || abi.stateMutability === "pure")
    throw new Refusal(`“${abi.name}” only reads; there is nothing to vote on.`);
  return abi;
}
