import type { AbiFunction } from "viem";
import { type AbiParameter, type Address, decodeFunctionData, getAddress, isAddress, parseAbiItem } from "viem";
import { type Action, valueChangesOf } from "../proposal.ts";

/** Every address that a call gives to its function, by the types that its signature says. */
export function addressesOf(action: Action): Address[] {
  if (action.kind === "transfer") return [action.to];
  if (action.kind !== "call")
    return valueChangesOf(action).flatMap(({ after }) => (isAddress(after) ? [getAddress(after)] : []));
  const abi = parseAbiItem(action.signature) as AbiFunction;
  const { args = [] } = decodeFunctionData({ abi: [abi], data: action.calldata });
  return abi.inputs.flatMap((input, index) => addressesIn(input, (args as readonly unknown[])[index]));
}

function addressesIn(input: AbiParameter, value: unknown): Address[] {
  const list = /^(.*)\[\d*\]$/.exec(input.type);
  if (list) return asList(value).flatMap((one) => addressesIn({ ...input, type: list[1] ?? "" } as AbiParameter, one));
  if (input.type === "address") return [getAddress(String(value))];
  if (!("components" in input)) return [];
  // A struct is decoded to an array where its fields have no names.
  const fields = Array.isArray(value)
    ? value
    : input.components.map(({ name }) => (value as Record<string, unknown>)[name ?? ""]);
  return input.components.flatMap((component, index) => addressesIn(component, fields[index]));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
