import { type AbiParameter, type Address, encodeFunctionData, type Hex } from "viem";
import type { Read } from "../chain/chain.ts";
import type { ParameterGroupConfig } from "../config/parameter-groups.ts";
import type { Config } from "../config/schema.ts";
import { isQuantity, parseQuantity } from "../core/parameters/codec.ts";
import type { ChainBounds } from "../core/parameters/guardrails.ts";
import { checkAscending, checkSum, type Part } from "../core/parameters/invariants.ts";
import { readWrittenGroup } from "../core/parameters/written-group.ts";
import { Refusal } from "../errors.ts";
import { checkChange, type KnobReading, knobCalls, knobFrom } from "./change.ts";
import { codecOf } from "./codec.ts";
import { describeChange, findParameter, formatValue, type ParameterRef } from "./registry.ts";
import { encodable, fieldsOf, parseSignature } from "./signature.ts";
import { readValue } from "./value.ts";

/** Several knobs that the chain takes with one call, in the order of the setter's values. */
export type GroupRef = {
  id: string;
  title: string;
  config: ParameterGroupConfig;
  members: readonly ParameterRef[];
  chain: number;
  target: Address;
  executor: string;
  /** Rules other than the usual ones, and their level, as all members have them. */
  rulePack: string | undefined;
  level: string | undefined;
};

/** The chain's raw value of each member, by its id. */
export type GroupValues = Readonly<Record<string, string>>;

/** A change of a group and all that guardrails ask about, by member; times in Unix seconds. */
export type GroupChange = {
  before: GroupValues;
  after: GroupValues;
  bounds: Readonly<Record<string, ChainBounds>>;
  lastChangedAt: Readonly<Record<string, number | undefined>>;
  now: number;
};

/** One member's part of a change, in words. */
export type GroupLine = { id: string; title: string; before: string; after: string; change: string | undefined };

/** Every group, in the order of the config. */
export function listGroups(config: Config): GroupRef[] {
  return Object.entries(config.parameterGroups).map(([id, group]) => {
    const members = group.order.map((name) => findParameter(config, name));
    const [first] = members;
    if (first === undefined) throw new Refusal(`The group "${id}" has no members`);
    const { chain, target, executor, rulePack, level } = first.config;
    return { id, title: group.title, config: group, members, chain, target, executor, rulePack, level };
  });
}

/** The group of that id; throws Refusal, naming those there are, when nobody has declared it. */
export function findGroup(config: Config, id: string): GroupRef {
  const all = listGroups(config);
  const found = all.find((group) => group.id === id);
  if (found) return found;
  throw new Refusal("There is no such group of parameters.", {
    hint: all.length === 0 ? "None is configured." : `There are ${all.map((group) => `\`${group.id}\``).join(", ")}.`,
  });
}

/** Reads every member with its bounds in one round, by its id; fails where one cannot be read. */
export function* readGroup(group: GroupRef): Read<Record<string, KnobReading>> {
  const calls = group.members.map(knobCalls);
  const answers = yield calls.flat();
  const read: Record<string, KnobReading> = {};
  let at = 0;
  for (const [index, member] of group.members.entries()) {
    const count = calls[index]?.length ?? 0;
    read[member.id] = knobFrom(member, answers.slice(at, at + count));
    at += count;
  }
  return read;
}

/** The values of all members for what a member typed, such as `node 70 %, operator 25 %`; what is not named keeps its value. Refusal naming what is accepted. */
export function parseGroup(config: Config, group: GroupRef, text: string, before: GroupValues): GroupValues {
  const types = typesOf(group);
  const after: Record<string, string> = { ...before };
  for (const { member, value } of readWrittenGroup(group.members, text))
    after[member.id] = readValue(config, member, types[group.members.indexOf(member)] ?? "", value);
  return after;
}

/** Throws a Refusal for a change that an invariant or a member's guardrail forbids, or that changes nothing. Members that stay as they are may break their own guardrails, not the group's invariants. */
export function checkGroup(config: Config, group: GroupRef, change: GroupChange): void {
  const { before, after, now } = change;
  const changed = group.members.filter(({ id }) => before[id] !== after[id]);
  if (changed.length === 0)
    throw new Refusal(`${group.title} is so already.`, { hint: "Propose another value for one of them." });
  for (const member of changed) {
    const { id } = member;
    const bounds = change.bounds[id] ?? {};
    const raw = { before: rawOf(before, id), after: rawOf(after, id) };
    checkChange(config, member, { ...raw, bounds, lastChangedAt: change.lastChangedAt[id], now });
  }
  for (const invariant of group.config.invariants) {
    const names = "ascending" in invariant ? invariant.ascending : (invariant.of ?? group.config.order);
    const parts = names.map((name) => partOf(config, findParameter(config, name), rawOf(after, name)));
    if ("ascending" in invariant) checkAscending(parts, invariant.strict);
    else if (parts[0]) checkSum(parts, parseQuantity(parts[0].codec, invariant.sum));
  }
}

/** The calldata that sets all members. */
export function encodeGroup(group: GroupRef, after: GroupValues): Hex {
  const setter = parseSignature(group.config.setter);
  const types = typesOf(group);
  const values = group.members.map(({ id }, index) => encodable(types[index] ?? "", rawOf(after, id)));
  return encodeFunctionData({ abi: [setter], functionName: setter.name, args: filled(setter.inputs, values) });
}

/** That call in words, whole: `setShares(node: 7000, operator: 3000)`; what a struct holds in the order in which it holds it. */
export function describeGroupCall(group: GroupRef, after: GroupValues): string {
  const setter = parseSignature(group.config.setter);
  const args = leavesOf(setter.inputs).map(({ name, type }, index) => {
    const id = group.members[index]?.id ?? "";
    return `${name || type}: ${rawOf(after, id)}`;
  });
  return `${setter.name}(${args.join(", ")})`;
}

/** What a change changes, a line for each member that does not stay as it is. */
export function describeGroupChange(
  config: Config,
  group: GroupRef,
  before: GroupValues,
  after: GroupValues,
): GroupLine[] {
  return group.members.flatMap((member) => {
    const [was, is] = [rawOf(before, member.id), rawOf(after, member.id)];
    if (was === is) return [];
    const words = { before: formatValue(config, member, was), after: formatValue(config, member, is) };
    return [{ id: member.id, title: member.title, ...words, change: describeChange(config, member, was, is) }];
  });
}

/** What must hold among a group's values, in words: `together 100 %`, `Lowest price at most Highest price`. */
export function describeInvariants(config: Config, group: GroupRef): string[] {
  const title = (name: string) => findParameter(config, name).title;
  return group.config.invariants.map((invariant) => {
    if ("ascending" in invariant)
      return invariant.ascending.map(title).join(invariant.strict ? " below " : " at most ");
    const names = invariant.of === undefined ? "" : `${invariant.of.map(title).join(" + ")} `;
    return `${names}together ${invariant.sum}`;
  });
}

/** The values a setter takes, in order, whether they are arguments or fields of structs. */
export function leavesOf(inputs: readonly AbiParameter[]): AbiParameter[] {
  return inputs.flatMap((input) => {
    const fields = fieldsOf(input);
    return fields === undefined ? [input] : leavesOf(fields);
  });
}

function typesOf(group: GroupRef): string[] {
  return leavesOf(parseSignature(group.config.setter).inputs).map(({ type }) => type);
}

/** The values in the shape of the arguments; a struct is given as a list where a field has no name, as the encoder takes it. */
function filled(inputs: readonly AbiParameter[], values: readonly unknown[]): unknown[] {
  let at = 0;
  return inputs.map((input) => {
    const fields = fieldsOf(input);
    const size = fields === undefined ? 1 : leavesOf(fields).length;
    const mine = values.slice(at, at + size);
    at += size;
    if (fields === undefined) return mine[0];
    const inner = filled(fields, mine);
    const hasNames = fields.every(({ name }) => name);
    return hasNames ? Object.fromEntries(fields.map(({ name }, index) => [name, inner[index]])) : inner;
  });
}

function partOf(config: Config, ref: ParameterRef, raw: string): Part {
  const codec = codecOf(config, ref.config);
  if (!isQuantity(codec)) throw new Refusal(`${ref.title} has no size, so that it cannot be added or compared`);
  return { title: ref.title, codec, raw: BigInt(raw) };
}

function rawOf(values: GroupValues, id: string): string {
  const value = values[id];
  if (value === undefined) throw new Refusal(`The value of "${id}" is not known.`);
  return value;
}
