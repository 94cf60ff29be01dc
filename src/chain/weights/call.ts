import { type AbiFunction, type Address, parseAbiItem } from "viem";
import type { CallSource } from "../../core/governance/electorate/source.ts";
import { Refusal } from "../../errors.ts";
import { call, readOne } from "../call.ts";
import type { Read } from "../chain.ts";

type Part = "weight" | "total";

const ARGUMENTS: Record<Part, string> = { weight: "one argument, an address", total: "no argument" };

/** What the contract answers about a wallet in the state of the block read at, in the source's smallest unit. */
export function* readAnswer(source: CallSource, wallet: Address): Read<bigint> {
  return BigInt(yield* readOne<number | bigint>(call(source.target, functionOf("weight", source.weight), wallet)));
}

/** What the contract answers about everybody together; undefined where the source names no such function. */
export function* readWholeAnswer(source: CallSource): Read<bigint | undefined> {
  if (source.total === undefined) return undefined;
  return BigInt(yield* readOne<number | bigint>(call(source.target, functionOf("total", source.total))));
}

/** What is wrong with a source's signatures, each fault in plain words; empty where nothing is. */
export function checkCallSource({ weight, total }: Pick<CallSource, Part>): string[] {
  return [...examine("weight", weight).faults, ...(total === undefined ? [] : examine("total", total).faults)];
}

function functionOf(part: Part, signature: string): AbiFunction {
  const { abi, faults } = examine(part, signature);
  if (abi === undefined || faults.length > 0) {
    throw new Refusal(`The source of weights cannot be read: ${faults.join("; ")}.`, { context: { signature } });
  }
  return abi;
}

function examine(part: Part, signature: string): { abi?: AbiFunction; faults: string[] } {
  const abi = parseFunction(signature);
  if (typeof abi === "string") return { faults: [`${part} is no Solidity function signature: ${abi}`] };
  const faults = [
    ...(reads(abi) ? [] : [`${part} must be a view or pure function, marked as such`]),
    ...(takes(part, abi) ? [] : [`${part} must take ${ARGUMENTS[part]}`]),
    ...(givesNumber(abi) ? [] : [`${part} must return one unsigned integer and nothing else`]),
  ];
  return { abi, faults };
}

/** The function, or why the text names none. */
function parseFunction(signature: string): AbiFunction | string {
  try {
    const item: unknown = parseAbiItem(signature);
    return isFunction(item) ? item : "it names something else";
  } catch (error) {
    // The parser repeats the signature and names its own version; its first sentence is enough.
    return error instanceof Error ? (error.message.split("\n")[0] ?? "").replace(/\.$/, "") : "it cannot be parsed";
  }
}

function isFunction(item: unknown): item is AbiFunction {
  return (item as { type?: unknown }).type === "function";
}

function reads({ stateMutability }: AbiFunction): boolean {
  return stateMutability === "view" || stateMutability === "pure";
}

function takes(part: Part, { inputs }: AbiFunction): boolean {
  return part === "total" ? inputs.length === 0 : inputs.length === 1 && inputs[0]?.type === "address";
}

function givesNumber({ outputs }: AbiFunction): boolean {
  return outputs.length === 1 && /^uint\d+$/.test(outputs[0]?.type ?? "");
}
