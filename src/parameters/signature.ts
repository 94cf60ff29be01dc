import { type AbiFunction, type AbiParameter, parseAbiItem } from "viem";
import { Refusal } from "../errors.ts";

const parsed = new Map<string, AbiFunction>();

/** The function a Solidity signature in the config names; throws Refusal where it is none. */
export function parseSignature(signature: string): AbiFunction {
  const known = parsed.get(signature);
  if (known) return known;
  let item: unknown;
  try {
    item = parseAbiItem(signature);
  } catch (cause) {
    // The parser repeats the signature and lists its own versions; its first sentence is enough.
    const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "";
    throw new Refusal(`"${signature}" is not a Solidity function signature: ${why}`, { cause });
  }
  parsed.set(signature, item as AbiFunction);
  return item as AbiFunction;
}

/** The argument that carries the value: the setter's last. */
export function valueInput(setter: AbiFunction): AbiParameter {
  const last = setter.inputs.at(-1);
  if (!last) throw new Refusal(`"${setter.name}" takes no argument, so that it cannot set a value`);
  return last;
}

/** The smallest and largest integer of an ABI type such as `uint16`; undefined for a type that is no integer. */
export function integerBounds(type: string): { min: bigint; max: bigint } | undefined {
  const [, unsigned, width] = /^(u?)int(\d*)$/.exec(type) ?? [];
  if (unsigned === undefined) return undefined;
  const bits = BigInt(width || 256);
  return unsigned === "u"
    ? { min: 0n, max: 2n ** bits - 1n }
    : { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n };
}
