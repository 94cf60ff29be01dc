import type { AbiFunction } from "viem";
import type { ParameterConfig } from "../config/parameters.ts";
import type { Config } from "../config/schema.ts";
import { exactPlaces } from "../core/decimal.ts";
import { formatDuration } from "../core/duration.ts";
import { type Codec, isQuantity } from "../core/parameters/codec.ts";
import { parseGuardrails } from "../core/parameters/guardrails.ts";
import { Refusal } from "../errors.ts";
import { codecOf, perOf } from "./codec.ts";
import { integerBounds, outputsOf, parseSignature, pickedOutput } from "./signature.ts";
import { groupIdOf } from "./votable.ts";

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
  const setter = parameter.setter === "" ? undefined : attempt(() => parseSignature(parameter.setter));
  const codec = attempt(() => codecOf(config, parameter));
  problems.push(...checkAuthority(config, id, parameter));
  if (getter) problems.push(...checkGetter(parameter, getter));
  if (setter) problems.push(...checkSetter(parameter, setter));
  if (codec && getter) problems.push(...checkTypes(codec, parameter, getter, setter));
  if (codec) {
    problems.push(...checkScale(codec), ...checkPer(codec, parameter));
    problems.push(...(attempt(() => checkBounds(codec, parameter)) ?? []));
  }
  problems.push(...(attempt(() => checkBoundGetters(parameter)) ?? []), ...checkNotice(config, parameter));
  for (const other of parameter.sideEffects)
    if (config.parameters[other] === undefined) problems.push(`its side effect "${other}" is not under \`parameters\``);
  return problems;
}

/** A vote's parameter has exactly one way to be set; what no vote changes has none that would be used. */
function checkAuthority(config: Config, id: string, { authority, setter, keys }: ParameterConfig): string[] {
  const group = groupIdOf(config, id);
  if (group !== undefined && setter !== "") return [`has a setter of its own and stands in the group "${group}" too`];
  if (group !== undefined && keys !== undefined) return [`stands in the group "${group}", where no keyed one can`];
  if (group !== undefined && authority !== "executor")
    return [`stands in the group "${group}", but its authority is "${authority}"`];
  if (group === undefined && setter === "" && authority === "executor")
    return ["needs a setter, or to stand in one of `parameterGroups`; or an authority other than `executor`"];
  return [];
}

function checkGetter(parameter: ParameterConfig, getter: AbiFunction): string[] {
  const problems = checkKey(parameter, getter, "getter", parameter.keys ? 1 : 0);
  if (!pickedOutput(getter, parameter.pick)) {
    const names = outputsOf(getter).map(({ name }, index) => name || String(index));
    problems.push(
      parameter.pick === undefined
        ? `the getter must return exactly one value, or \`pick\` must name one: ${names.join(", ")}`
        : `the getter gives no value "${parameter.pick}", it gives ${names.join(", ")}`,
    );
  }
  return [...problems, ...checkView(getter, "getter")];
}

function checkView(item: AbiFunction, which: string): string[] {
  const isView = item.stateMutability === "view" || item.stateMutability === "pure";
  return isView ? [] : [`the ${which} must be a view`];
}

function checkSetter(parameter: ParameterConfig, setter: AbiFunction): string[] {
  const problems = checkKey(parameter, setter, "setter", parameter.keys ? 2 : 1);
  if (checkView(setter, "").length === 0) problems.push("the setter must not be a view");
  return problems;
}

function checkKey(parameter: ParameterConfig, item: AbiFunction, which: string, count: number): string[] {
  if (item.inputs.length !== count) {
    const expected = parameter.keys ? "the key's" : which === "setter" ? "the value's" : "none";
    return [
      `the ${which} must take ${count} argument${count === 1 ? "" : "s"} (${expected}), it takes ${item.inputs.length}`,
    ];
  }
  const type = item.inputs[0]?.type ?? "";
  const wrong = Object.entries(parameter.keys ?? {}).filter(([, key]) => !isKey(type, key));
  return wrong.length > 0
    ? [
        `the ${which}'s first argument is the key, a ${type}, which these are not: ${wrong.map(([name]) => name).join(", ")}`,
      ]
    : [];
}

function isKey(type: string, key: string): boolean {
  if (type === "bytes32") return /^0x[0-9a-fA-F]{64}$/.test(key);
  if (type === "address") return /^0x[0-9a-fA-F]{40}$/.test(key);
  const bounds = integerBounds(type);
  return bounds !== undefined && BigInt(key) >= bounds.min && BigInt(key) <= bounds.max;
}

/** The ABI type that a codec's values have; integers may be of any width. */
const TYPES: Readonly<Record<string, string>> = {
  boolean: "bool",
  address: "address",
  bytes32: "bytes32",
  text: "string",
};

/** Whether values of an ABI type can be read by a codec. */
export function fitsCodec(codec: Codec, type: string): boolean {
  const wanted = TYPES[codec.type];
  return wanted === undefined ? integerBounds(type) !== undefined : type === wanted;
}

function checkTypes(
  codec: Codec,
  parameter: ParameterConfig,
  getter: AbiFunction,
  setter: AbiFunction | undefined,
): string[] {
  const output = pickedOutput(getter, parameter.pick)?.output;
  if (output === undefined) return [];
  const types = [output.type, ...(setter ? [setter.inputs.at(-1)?.type ?? ""] : [])];
  if (types.every((type) => fitsCodec(codec, type))) return [];
  const wanted = TYPES[codec.type] ?? "an integer";
  return [`a ${codec.type} needs ${wanted} in getter and setter, they have ${types.join(" and ")}`];
}

function checkScale(codec: Codec): string[] {
  if (codec.type !== "percent" && codec.type !== "multiplier") return [];
  if (codec.scale > 0n && exactPlaces(codec.scale) !== undefined) return [];
  return ["the codec's scale must be a product of twos and fives, or values have no exact decimals"];
}

function checkPer(codec: Codec, parameter: ParameterConfig): string[] {
  const per = perOf(parameter);
  if (per === undefined) return [];
  const isRate = codec.type === "percent" || codec.type === "multiplier";
  if (!isRate && codec.type !== "token" && codec.type !== "integer") return [`a ${codec.type} is not per anything`];
  return per.compounds && !isRate ? ["only a percentage or a factor compounds"] : [];
}

function checkBounds(codec: Codec, parameter: ParameterConfig): string[] {
  const { cooldownSeconds: _, noticeSeconds: __, ...bounds } = parameter.guardrails;
  const { min, max, step, mostChange } = parseGuardrails(codec, bounds);
  const problems: string[] = [];
  if (min !== undefined && max !== undefined && min > max) problems.push("the guardrails' min is above their max");
  if (step !== undefined && step <= 0n) problems.push("the guardrails' step must be above zero");
  if (mostChange !== undefined && mostChange <= 0n) problems.push("the guardrails' mostChange must be above zero");
  if (bounds.mostChangeShare === 0n) problems.push("the guardrails' mostChangeShare must be above zero");
  if (!isQuantity(codec) && Object.values(bounds).some((bound) => bound !== undefined))
    problems.push(`a ${codec.type} has no guardrails but cooldownSeconds and noticeSeconds`);
  return problems;
}

function checkBoundGetters({ keys, guardrails }: ParameterConfig): string[] {
  return (["minGetter", "maxGetter"] as const).flatMap((which) => {
    const signature = guardrails[which];
    if (signature === undefined) return [];
    const item = parseSignature(signature);
    const isInteger = item.outputs.length === 1 && integerBounds(item.outputs[0]?.type ?? "") !== undefined;
    return [
      ...checkView(item, which),
      ...(isInteger ? [] : [`the ${which} must return one integer`]),
      ...(item.inputs.length > (keys ? 1 : 0) ? [`the ${which} takes more arguments than there are`] : []),
    ];
  });
}

/** Steward cannot hold a passed vote back on chain: its rules' own periods must make the notice. */
function checkNotice(config: Config, { guardrails, rulePack = config.voting.rulePack }: ParameterConfig): string[] {
  const life = config.rulePacks[rulePack]?.pack.life;
  const { noticeSeconds } = guardrails;
  if (noticeSeconds === undefined || config.rulePacks[rulePack] === undefined) return [];
  const voting = life?.votingSeconds ?? config.voting.periodSeconds;
  const least = (life?.votingDelaySeconds ?? 0) + voting + (life?.timelockSeconds ?? 0);
  if (least >= noticeSeconds) return [];
  const [has, needs] = [least, noticeSeconds].map((seconds) => formatDuration(BigInt(seconds)));
  return [`asks for a notice of ${needs}, but by "${rulePack}" an execution can follow ${has} after the opening`];
}
