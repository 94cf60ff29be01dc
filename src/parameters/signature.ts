import { type AbiFunction, type AbiParameter, getAddress, parseAbiItem } from "viem";
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

/** The values a getter gives: its outputs, or the fields of the one struct it returns. */
export function outputsOf(getter: AbiFunction): readonly AbiParameter[] {
  const [first] = getter.outputs;
  return first && getter.outputs.length === 1 ? (fieldsOf(first) ?? getter.outputs) : getter.outputs;
}

/** Which of a getter's values is meant, by its name or its place; undefined where that names none. */
export function pickedOutput(
  getter: AbiFunction,
  pick: string | undefined,
): { index: number; output: AbiParameter } | undefined {
  const outputs = outputsOf(getter);
  const place =
    pick === undefined ? 0 : /^\d+$/.test(pick) ? Number(pick) : outputs.findIndex(({ name }) => name === pick);
  const output = outputs[place];
  return output && (pick !== undefined || outputs.length === 1) ? { index: place, output } : undefined;
}

/** The value meant of what a getter returned, as text: decimal, `true`/`false`, a checksummed address, bytes or text. */
export function pickValue(getter: AbiFunction, pick: string | undefined, returned: unknown): string {
  const picked = pickedOutput(getter, pick);
  if (!picked) throw new Refusal(`"${getter.name}" gives no value "${pick ?? ""}"`);
  if (getter.outputs.length === 1 && picked.output === getter.outputs[0]) return String(returned);
  // A struct whose fields all have names comes as an object, everything else as a list.
  if (Array.isArray(returned)) return String(returned[picked.index]);
  return String((returned as Record<string, unknown>)[picked.output.name ?? ""]);
}

/** The fields of a struct; undefined for any other type. */
export function fieldsOf(parameter: AbiParameter): readonly AbiParameter[] | undefined {
  return parameter.type === "tuple" && "components" in parameter ? parameter.components : undefined;
}

/** A raw value as the encoder takes it for an ABI type. */
export function encodable(type: string, raw: string): bigint | boolean | string {
  if (type === "bool") return raw === "true";
  if (type === "address") return getAddress(raw);
  return type === "string" || type.startsWith("bytes") ? raw : BigInt(raw);
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
