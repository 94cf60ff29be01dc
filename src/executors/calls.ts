import {
  type AbiFunction,
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  stringToBytes,
  toFunctionSignature,
} from "viem";
import { Refusal } from "../errors.ts";
import type { ExecutorAction, Step } from "./executor.ts";

/** Calls as Governors and timelocks hash them. */
export type Calls = { targets: readonly Address[]; values: readonly bigint[]; calldatas: readonly Hex[] };

/** The calls of actions in their order; Refusal where there are none, or where one is for another chain. */
export function callsOf(chain: number, actions: readonly ExecutorAction[]): Calls {
  if (actions.length === 0) throw new Refusal("There is nothing to carry out.");
  if (actions.some((action) => action.chain !== chain)) {
    throw new Refusal("This executor can only act on its own chain.", { context: { chain } });
  }
  return {
    targets: actions.map(({ target }) => target),
    values: actions.map(({ value }) => value),
    calldatas: actions.map(({ calldata }) => calldata),
  };
}

/** keccak256 of a description's bytes, exactly as they are. */
export function descriptionHash(description: string): Hex {
  return keccak256(stringToBytes(description));
}

/** A step whose words are made from the very values that its bytes are. */
export function stepOf(
  about: Pick<Step, "name" | "sender" | "due" | "chain" | "to">,
  abi: AbiFunction,
  args: readonly unknown[],
): Step {
  return {
    ...about,
    value: 0n,
    data: encodeFunctionData({ abi: [abi], functionName: abi.name, args }),
    signature: toFunctionSignature(abi),
    args: abi.inputs.map(({ name = "", type }, index) => ({ name, type, value: wordsOf(args[index]) })),
  };
}

function wordsOf(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}
