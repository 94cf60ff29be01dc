import { encodeFunctionData, type Hex } from "viem";
import { call, readOne } from "../chain/call.ts";
import type { Call, Read } from "../chain/chain.ts";
import type { ParameterConfig } from "../config/parameters.ts";
import type { Config } from "../config/schema.ts";
import { describeParameterChange } from "../core/parameters/change.ts";
import { formatParameter } from "../core/parameters/codec.ts";
import { describeGuardrails, parseGuardrails } from "../core/parameters/guardrails.ts";
import { perYear } from "../core/parameters/per-year.ts";
import { Refusal } from "../errors.ts";
import { codecOf, perOf } from "./codec.ts";
import { encodable, parseSignature, pickValue, valueInput } from "./signature.ts";
import { readValue } from "./value.ts";
import { checkVotable } from "./votable.ts";

/** One knob that members can name: a parameter of the config, or one key of a keyed one (`region-multiplier/north`). */
export type ParameterRef = { id: string; title: string; config: ParameterConfig; key: string | undefined };

/** Every knob, keyed ones spread out, in the order of the config. */
export function listParameters(config: Config): ParameterRef[] {
  return Object.entries(config.parameters).flatMap(([id, parameter]): ParameterRef[] => {
    if (!parameter.keys) return [{ id, title: parameter.title, config: parameter, key: undefined }];
    return Object.entries(parameter.keys).map(([name, key]) => ({
      id: `${id}/${name}`,
      title: `${parameter.title} · ${name}`,
      config: parameter,
      key,
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

/** What else changes when these parameters are set, beyond themselves: to be read again after an execution. Keyed ones with every key. */
export function listSideEffects(config: Config, changed: readonly string[]): ParameterRef[] {
  const all = listParameters(config);
  const effects = new Set(all.flatMap((ref) => (changed.includes(ref.id) ? ref.config.sideEffects : [])));
  return all.filter(({ id }) => effects.has(id.split("/")[0] ?? "") && !changed.includes(id));
}

/** Reads the knob's raw value from the chain as text: decimal, `true`/`false`, a checksummed address, bytes or text. */
export function* readParameter(ref: ParameterRef): Read<string> {
  const getter = parseSignature(ref.config.getter);
  return pickValue(getter, ref.config.pick, yield* readOne<unknown>(getterCall(ref, ref.config.getter)));
}

/** A call of one of the knob's view functions, with its key where it takes one. */
export function getterCall(ref: ParameterRef, signature: string): Call {
  const getter = parseSignature(signature);
  const [key] = getter.inputs;
  const place = ref.config.readFrom ?? ref.config.target;
  return call(place, getter, ...(key && ref.key !== undefined ? [encodable(key.type, ref.key)] : []));
}

/** The raw value for what a member typed, within the setter's type and the guardrails; else a Refusal naming what is accepted, or who may change it. */
export function parseValue(config: Config, ref: ParameterRef, text: string): string {
  checkVotable(config, ref);
  return readValue(config, ref, valueInput(parseSignature(ref.config.setter)).type, text);
}

/** A raw value as members read it: `12 %`, `0.02 % per round`. */
export function formatValue(config: Config, ref: ParameterRef, raw: string): string {
  const { per } = ref.config;
  return `${formatParameter(codecOf(config, ref.config), raw)}${per ? ` per ${per.unit}` : ""}`;
}

/** How much a raw value is in a year, where it is per something: `9.54 % a year`; undefined where that cannot be told. */
export function describeYear(config: Config, ref: ParameterRef, raw: string): string | undefined {
  const per = perOf(ref.config);
  return per && perYear(codecOf(config, ref.config), per, raw);
}

/** How much a change changes: `+2 percentage points (+20 %)`, and in a year where that can be told; undefined where a change has no size. */
export function describeChange(config: Config, ref: ParameterRef, before: string, after: string): string | undefined {
  const change = describeParameterChange(codecOf(config, ref.config), before, after);
  const [was, is] = [before, after].map((raw) => describeYear(config, ref, raw)?.replace(/ a year$/, ""));
  if (change === undefined || was === undefined || is === undefined || before === after) return change;
  return `${change}; in a year ${was} → ${is}`;
}

/** The guardrails in words: `0 % to 30 %, in steps of 0.25 %`; undefined where there are none. */
export function describeBounds(config: Config, ref: ParameterRef): string | undefined {
  const codec = codecOf(config, ref.config);
  return describeGuardrails(codec, parseGuardrails(codec, ref.config.guardrails));
}

/** The calldata that sets the raw value. */
export function encodeSetter(ref: ParameterRef, raw: string): Hex {
  const setter = parseSignature(ref.config.setter);
  const key = ref.key === undefined ? [] : [encodable(setter.inputs[0]?.type ?? "", ref.key)];
  const args = [...key, encodable(valueInput(setter).type, raw)];
  return encodeFunctionData({ abi: [setter], functionName: setter.name, args });
}

/** That call in words, whole: `setOperatorFeeBps(value: 1200)`. */
export function describeCall(ref: ParameterRef, raw: string): string {
  const setter = parseSignature(ref.config.setter);
  const values = ref.key ? [ref.key, raw] : [raw];
  const args = setter.inputs.map((input, index) => `${input.name || input.type}: ${values[index] ?? ""}`);
  return `${setter.name}(${args.join(", ")})`;
}
