import type { App } from "../../app.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { hashCode } from "../../core/governance/actions-hash.ts";
import type { GroupAction, ParameterAction } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { checkChange, readKnob } from "../../parameters/change.ts";
import { checkGroup, encodeGroup, findGroup, type GroupRef, parseGroup, readGroup } from "../../parameters/groups.ts";
import { encodeSetter, findParameter, formatValue, type ParameterRef, parseValue } from "../../parameters/registry.ts";
import { findLastChanges } from "./describe-parameters.ts";

/** What a member asked for as a call: checked against the guardrails, and against the chain as it is now. The name may be a parameter's or a group's. */
export async function planChange(app: App, name: string, value: string): Promise<ParameterAction | GroupAction> {
  if (Object.hasOwn(app.config.parameterGroups, name)) return planGroup(app, findGroup(app.config, name), value);
  return planParameter(app, findParameter(app.config, name), value);
}

async function planParameter(app: App, ref: ParameterRef, value: string): Promise<ParameterAction> {
  const after = parseValue(app.config, ref, value);
  const { chain: chainId, target, executor } = ref.config;
  const { chain, block, codeHash } = await findTarget(app, chainId, target, ref.title);
  const { raw: before, bounds } = await chain.read(block, readKnob(ref));
  if (before === after) {
    throw new Refusal(`${ref.title} is ${formatValue(app.config, ref, after)} already.`, {
      hint: "Propose another value.",
    });
  }
  const lastChangedAt = findLastChanges(app).get(ref.id)?.at;
  checkChange(app.config, ref, { before, after, bounds, lastChangedAt, now: app.now() });
  const calldata = encodeSetter(ref, after);
  return { parameter: ref.id, executor, chain: chainId, target, value: 0n, calldata, codeHash, before, after };
}

/** The chain takes all of a group's values with one call, so that those which stay are voted on too. */
async function planGroup(app: App, group: GroupRef, value: string): Promise<GroupAction> {
  const { config } = app;
  const { chain, block, codeHash } = await findTarget(app, group.chain, group.target, group.title);
  const read = await chain.read(block, readGroup(group));
  const before = mapValues(read, ({ raw }) => raw);
  const after = parseGroup(config, group, value, before);
  const bounds = mapValues(read, (knob) => knob.bounds);
  const changes = findLastChanges(app);
  const lastChangedAt = mapValues(read, (_, id) => changes.get(id)?.at);
  checkGroup(config, group, { before, after, bounds, lastChangedAt, now: app.now() });
  return {
    kind: "group",
    group: group.id,
    changes: group.members.map(({ id }) => ({ parameter: id, before: before[id] ?? "", after: after[id] ?? "" })),
    ...{ executor: group.executor, chain: group.chain, target: group.target },
    ...{ value: 0n, calldata: encodeGroup(group, after), codeHash },
  };
}

type Target = { chain: Chain; block: Block; codeHash: `0x${string}` };

async function findTarget(app: App, chainId: number, target: `0x${string}`, title: string): Promise<Target> {
  const chain = app.chains.get(chainId);
  const block = await chain.finalized();
  const code = await chain.code(target, block);
  if (code === "0x") throw new Refusal(`There is no contract at ${target}, which should hold ${title}.`);
  return { chain, block, codeHash: hashCode(code) };
}

function mapValues<V, W>(values: Readonly<Record<string, V>>, map: (value: V, id: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, map(value, id)]));
}
