import type { AbiFunction } from "viem";
import type { ParameterConfig } from "../config/parameters.ts";
import type { Config } from "../config/schema.ts";
import { exactPlaces } from "../core/decimal.ts";
import type { Codec } from "../core/parameters/codec.ts";
import { parseGuardrails } from "../core/parameters/guardrails.ts";
import { Refusal } from "../errors.ts";
import { codecOf } from "./codec.ts";
import { integerBounds, parseSignature } from "./signature.ts";

/** What is wrong with a parameter of the config beyond its shape, one sentence each; empty when nothing is. */
export function checkParameter(config: Config, id: string): string[] {
  const parameter = config.parameters[id];
  if (!parameter) return ["is not declared"];
  const problems: string[] = [];
  const attempt = <T>(what: () => T): T | undefined => {
    try {
      return what();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const getter = attempt(() => parseSignature(parameter.getter));
  const setter = attempt(() => parseSignature(parameter.setter));
  const codec = attempt(() => codecOf(config, parameter));
  if (getter) problems.push(...checkGetter(parameter, getter));
  if (setter) problems.push(...checkSetter(parameter, setter));
  if (codec && getter && setter) problems.push(...checkTypes(codec, getter, setter));
  if (codec) problems.push(...checkScale(codec), ...(attempt(() => checkBounds(codec, parameter)) ?? []));
  return problems;
}

function checkGetter(parameter: ParameterConfig, getter: AbiFunction): string[] {
  const problems = checkKey(parameter, getter, "getter", parameter.keys ? 1 : 0);
  if (getter.outputs.length !== 1) problems.push("the getter must return exactly one value");
  if (getter.stateMutability !== "view" && getter.stateMutability !== "pure")
    problems.push("the getter must be a view");
  return problems;
}

function checkSetter(parameter: ParameterConfig, setter: AbiFunction): string[] {
  const problems = checkKey(parameter, setter, "setter", parameter.keys ? 2 : 1);
  if (setter.stateMutability === "view" || setter.stateMutability === "pure")
    problems.push("the setter must not be a view");
  return problems;
}

function checkKey(parameter: ParameterConfig, item: AbiFunction, which: string, count: number): string[] {
  if (item.inputs.length !== count) {
    const expected = parameter.keys ? "the key's" : which === "setter" ? "the value's" : "none";
    return [
      `the ${which} must take ${count} argument${count === 1 ? "" : "s"} (${expected}), it takes ${item.inputs.length}`,
    ];
  }
  const wrong = parameter.keys && item.inputs[0]?.type !== "bytes32";
  return wrong ? [`the ${which}'s first argument must be the key, a bytes32`] : [];
}

function checkTypes(codec: Codec, getter: AbiFunction, setter: AbiFunction): string[] {
  const types = [getter.outputs[0]?.type ?? "", setter.inputs.at(-1)?.type ?? ""];
  const wanted = codec.type === "boolean" ? "bool" : codec.type === "address" ? "address" : "an integer";
  const fits = (type: string) => (wanted === "an integer" ? integerBounds(type) !== undefined : type === wanted);
  return types.every(fits)
    ? []
    : [`a ${codec.type} needs ${wanted} in getter and setter, they have ${types.join(" and ")}`];
}

function checkScale(codec: Codec): string[] {
  if (codec.type !== "percent" && codec.type !== "multiplier") return [];
  if (codec.scale > 0n && exactPlaces(codec.scale) !== undefined) return [];
  return ["the codec's scale must be a product of twos and fives, or values have no exact decimals"];
}

function checkBounds(codec: Codec, parameter: ParameterConfig): string[] {
  const { min, max, step } = parseGuardrails(codec, parameter.guardrails);
  const problems: string[] = [];
  if (min !== undefined && max !== undefined && min > max) problems.push("the guardrails' min is above their max");
  if (step !== undefined && step <= 0n) problems.push("the guardrails' step must be above zero");
  const bare = codec.type === "boolean" || codec.type === "address";
  if (bare && Object.keys(parameter.guardrails).length > 0) problems.push(`a ${codec.type} has no guardrails`);
  return problems;
}
