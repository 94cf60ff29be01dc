import type { Config } from "../config/schema.ts";
import { isQuantity, parseQuantity } from "../core/parameters/codec.ts";
import { Refusal } from "../errors.ts";
import { fitsCodec } from "./check.ts";
import { codecOf } from "./codec.ts";
import { leavesOf } from "./groups.ts";
import { parseSignature } from "./signature.ts";

/** What is wrong with a group of parameters beyond its shape, one sentence each; empty when nothing is. */
export function checkParameterGroup(config: Config, id: string): string[] {
  const group = config.parameterGroups[id];
  if (!group) return ["is not declared"];
  const missing = group.order.filter((name) => config.parameters[name] === undefined);
  if (missing.length > 0) return missing.map((name) => `names "${name}", which is not under \`parameters\``);
  if (config.parameters[id] !== undefined) return ["has the name of a parameter: members could not tell them apart"];
  try {
    return [
      ...checkMembers(config, id),
      ...checkSetter(config, id),
      ...group.invariants.flatMap((invariant) => checkInvariant(config, id, invariant)),
    ];
  } catch (error) {
    // A codec or a signature that cannot be read; of a member's codec its parameter says so too.
    if (error instanceof Refusal) return [error.message];
    throw error;
  }
}

/** One call has one chain, one target, one executor, and one vote. */
function checkMembers(config: Config, id: string): string[] {
  const { order = [] } = config.parameterGroups[id] ?? {};
  const problems = (["chain", "target", "executor", "rulePack", "level"] as const).flatMap((key) =>
    new Set(order.map((name) => config.parameters[name]?.[key])).size > 1
      ? [`its parameters differ in \`${key}\``]
      : [],
  );
  if (new Set(order).size < order.length) problems.push("names a parameter twice");
  const elsewhere = order.filter((name) =>
    Object.entries(config.parameterGroups).some(([other, group]) => other !== id && group.order.includes(name)),
  );
  return [...problems, ...elsewhere.map((name) => `"${name}" stands in another group too`)];
}

function checkSetter(config: Config, id: string): string[] {
  const { setter = "", order = [] } = config.parameterGroups[id] ?? {};
  const item = parseSignature(setter);
  const leaves = leavesOf(item.inputs);
  if (item.stateMutability === "view" || item.stateMutability === "pure") return ["the setter must not be a view"];
  if (leaves.length !== order.length)
    return [`the setter takes ${leaves.length} values, but the order names ${order.length}`];
  return order.flatMap((name, index) => {
    const parameter = config.parameters[name];
    const type = leaves[index]?.type ?? "";
    if (!parameter || fitsCodec(codecOf(config, parameter), type)) return [];
    return [`the setter's value for "${name}" is a ${type}, which its codec cannot be`];
  });
}

type Invariant = Config["parameterGroups"][string]["invariants"][number];

function checkInvariant(config: Config, id: string, invariant: Invariant): string[] {
  const { order = [] } = config.parameterGroups[id] ?? {};
  const names = "ascending" in invariant ? invariant.ascending : (invariant.of ?? order);
  const strangers = names.filter((name) => !order.includes(name));
  if (strangers.length > 0) return strangers.map((name) => `an invariant names "${name}", which is not in its order`);
  const codecs = names.flatMap((name) => {
    const parameter = config.parameters[name];
    return parameter ? [codecOf(config, parameter)] : [];
  });
  const [first] = codecs;
  if (first === undefined || !codecs.every(isQuantity)) return ["an invariant names what has no size"];
  const written = codecs.map((codec) =>
    JSON.stringify(codec, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
  );
  if (new Set(written).size > 1) return ["an invariant names values of different codecs, which cannot be compared"];
  if ("sum" in invariant && isQuantity(first)) parseQuantity(first, invariant.sum);
  return [];
}
