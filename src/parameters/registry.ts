import { type Address, encodeFunctionData, type Hex } from "viem";
import { call, readOne } from "../chain/call.ts";
import type { Read } from "../chain/chain.ts";
import type { ParameterConfig } from "../config/parameters.ts";
import type { Config } from "../config/schema.ts";
import { describeParameterChange } from "../core/parameters/change.ts";
import { acceptedWords, formatParameter, formatQuantity, parseParameter } from "../core/parameters/codec.ts";
import { checkGuardrails, describeGuardrails, parseGuardrails } from "../core/parameters/guardrails.ts";
import { Refusal } from "../errors.ts";
import { codecOf } from "./codec.ts";
import { integerBounds, parseSignature, valueInput } from "./signature.ts";

/** One knob that members can name: a parameter of the config, or one key of a keyed one (`region-multiplier/north`). */
export type ParameterRef = { id: string; title: string; config: ParameterConfig; key: Hex | undefined };

/** Every knob, keyed ones spread out, in the order of the config. */
export function listParameters(config: Config): ParameterRef[] {
  return Object.entries(config.parameters).flatMap(([id, parameter]): ParameterRef[] => {
    if (!parameter.keys) return [{ id, title: parameter.title, config: parameter, key: undefined }];
    return Object.entries(parameter.keys).map(([name, key]) => ({
      id: `${id}/${name}`,
      title: `${parameter.title} · ${name}`,
      config: parameter,
      key: key as Hex,
    }));
  });
}

/** The knob of that id; throws Refusal, naming those there are, when nobody has declared it. */
export function findParameter(config: Config, id: string): ParameterRef {
  const all = listParameters(config);
  const found = all.find((ref) => ref.id === id);
  if (found) return found;
  const names = all.slice(0, 25).map((ref) => `\`${ref.id}\``);
  throw new Refusal("There is no such parameter.", {
    hint:
      names.length > 0
        ? `There are ${names.join(", ")}${all.length > names.length ? " …" : ""}.`
        : "None is configured.",
  });
}

/** Reads the knob's raw value from the chain as text: decimal, `true`/`false`, or a checksummed address. */
export function* readParameter(ref: ParameterRef): Read<string> {
  const getter = parseSignature(ref.config.getter);
  const value = yield* readOne<unknown>(call(ref.config.target, getter, ...(ref.key ? [ref.key] : [])));
  return String(value);
}

/** The raw value for what a member typed, within the setter's type and the guardrails; else a Refusal naming what is accepted. */
export function parseValue(config: Config, ref: ParameterRef, text: string): string {
  const codec = codecOf(config, ref.config);
  const raw = parsed(() => parseParameter(codec, text), acceptedWords(codec));
  if (codec.type === "boolean" || codec.type === "address") return raw;
  checkGuardrails(codec, parseGuardrails(codec, ref.config.guardrails), ref.title, BigInt(raw));
  const range = integerBounds(valueInput(parseSignature(ref.config.setter)).type);
  if (range && (BigInt(raw) < range.min || BigInt(raw) > range.max)) {
    throw new Refusal(
      `${ref.title} can hold ${formatQuantity(codec, range.min)} to ${formatQuantity(codec, range.max)}.`,
    );
  }
  return raw;
}

/** A raw value as members read it. */
export function formatValue(config: Config, ref: ParameterRef, raw: string): string {
  return formatParameter(codecOf(config, ref.config), raw);
}

/** How much a change changes: `+2 percentage points (+20 %)`; undefined where a change has no size. */
export function describeChange(config: Config, ref: ParameterRef, before: string, after: string): string | undefined {
  return describeParameterChange(codecOf(config, ref.config), before, after);
}

/** The guardrails in words: `0 % to 30 %, in steps of 0.25 %`; undefined where there are none. */
export function describeBounds(config: Config, ref: ParameterRef): string | undefined {
  const codec = codecOf(config, ref.config);
  return describeGuardrails(codec, parseGuardrails(codec, ref.config.guardrails));
}

/** The calldata that sets the raw value. */
export function encodeSetter(ref: ParameterRef, raw: string): Hex {
  const setter = parseSignature(ref.config.setter);
  const value = encodable(valueInput(setter).type, raw);
  return encodeFunctionData({ abi: [setter], functionName: setter.name, args: [...(ref.key ? [ref.key] : []), value] });
}

/** That call in words, whole: `setOperatorFeeBps(value: 1200)`. */
export function describeCall(ref: ParameterRef, raw: string): string {
  const setter = parseSignature(ref.config.setter);
  const values = ref.key ? [ref.key, raw] : [raw];
  const args = setter.inputs.map((input, index) => `${input.name || input.type}: ${values[index] ?? ""}`);
  return `${setter.name}(${args.join(", ")})`;
}

function encodable(type: string, raw: string): bigint | boolean | Address {
  if (type === "bool") return raw === "true";
  return type === "address" ? (raw as Address) : BigInt(raw);
}

function parsed(parse: () => string, accepted: string): string {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.message, { hint: error.hint ?? accepted, cause: error });
  }
}
