import { findNewestExecution, findValueCheck } from "../../../db/executions.ts";
import { findHandoffOf } from "../../../db/handoffs.ts";
import { listVotes } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Block, Chain, Outcome } from "../../chain/chain.ts";
import { type Action, valueChangesOf } from "../../core/governance/proposal.ts";
import { Transient } from "../../errors.ts";
import { describeBoundsOf, describeLargestStep, type KnobReading, readKnob } from "../../parameters/change.ts";
import { describeInvariants, findGroup, listGroups } from "../../parameters/groups.ts";
import {
  describeBounds,
  describeYear,
  findParameter,
  formatValue,
  listParameters,
  type ParameterRef,
  readParameter,
} from "../../parameters/registry.ts";
import { describeAuthority, groupIdOf } from "../../parameters/votable.ts";
import type { CheckResult } from "../handoffs/check-values.ts";
import { nameChain } from "../name-chain.ts";

/** A value as members read it, as the chain has it, and what it is in a year where that can be told; or why it is not known. */
export type ValueView = { known: string; raw: string; year: string | undefined } | { unknown: string };

/** The last change by a vote that was executed: when, in Unix seconds, and whether the chain held the voted value afterwards. */
export type LastChange = { proposal: number; at: number; held: CheckResult | undefined };

/** A parameter as it stands on chain. */
export type ParameterView = {
  id: string;
  title: string;
  description: string;
  value: ValueView;
  block: bigint | undefined;
  /** Unix seconds of that block. */
  at: number | undefined;
  chainName: string;
  target: string;
  /** What the config allows. */
  bounds: string | undefined;
  /** What the contract itself allows at the block, or that this could not be read; undefined where nobody asked it. */
  chainBounds: string | undefined;
  largestStep: string | undefined;
  cooldownSeconds: number | undefined;
  noticeSeconds: number | undefined;
  /** Who may change it, in words. */
  authority: string;
  /** Whether a vote may. */
  isVoted: boolean;
  /** Titles of what changes with it. */
  sideEffects: readonly string[];
  /** The newest proposal about it. */
  lastProposal: number | undefined;
  lastChange: LastChange | undefined;
};

/** A group of parameters that are set with one call. */
export type GroupView = { id: string; title: string; invariants: readonly string[]; members: readonly ParameterView[] };

/** Every parameter, or the one of that id, read at one newest final block per chain; what cannot be read is said. */
export async function describeParameters(app: App, id?: string): Promise<ParameterView[]> {
  return viewsOf(app, id === undefined ? listParameters(app.config) : [findParameter(app.config, id)]);
}

/** The group of that id with all its parameters as they stand on chain; undefined where there is no such group. */
export async function describeGroup(app: App, id: string): Promise<GroupView | undefined> {
  if (!Object.hasOwn(app.config.parameterGroups, id)) return undefined;
  const group = findGroup(app.config, id);
  const invariants = describeInvariants(app.config, group);
  return { id, title: group.title, invariants, members: await viewsOf(app, group.members) };
}

/** Ids and titles of all parameters, from the config alone. */
export function nameParameters({ config }: App): { id: string; title: string }[] {
  return listParameters(config).map(({ id, title }) => ({ id, title }));
}

/** Ids and titles of all groups, from the config alone. */
export function nameGroups({ config }: App): { id: string; title: string }[] {
  return listGroups(config).map(({ id, title }) => ({ id, title }));
}

/** Ids and titles of what a vote can be about: parameters that are set alone, and groups. */
export function nameVotable(app: App): { id: string; title: string }[] {
  const alone = listParameters(app.config).filter(
    ({ id, config: { authority } }) => authority === "executor" && groupIdOf(app.config, id) === undefined,
  );
  return [...nameGroups(app), ...alone.map(({ id, title }) => ({ id, title }))];
}

/** The last executed change of each parameter that a vote has ever changed, from what is stored. */
export function findLastChanges(app: App): Map<string, LastChange> {
  return readHistory(app).changes;
}

async function viewsOf(app: App, refs: readonly ParameterRef[]): Promise<ParameterView[]> {
  const history = readHistory(app);
  const chains = [...new Set(refs.map(({ config }) => config.chain))];
  const views = await Promise.all(
    chains.map((chain) =>
      readChain(
        app,
        chain,
        refs.filter(({ config }) => config.chain === chain),
        history,
      ),
    ),
  );
  const byId = new Map(views.flat().map((view) => [view.id, view]));
  return refs.flatMap((ref) => byId.get(ref.id) ?? []);
}

type History = { proposals: Map<string, number>; changes: Map<string, LastChange> };

/** Newest last, so that of several the newest stays. */
function readHistory(app: App): History {
  const proposals = new Map<string, number>();
  const changes = new Map<string, LastChange>();
  for (const { id, actions } of listVotes(app.db).toReversed()) {
    for (const action of actions) {
      const change = findChange(app, id, action);
      for (const { parameter } of valueChangesOf(action)) {
        proposals.set(parameter, id);
        if (change && (changes.get(parameter)?.at ?? 0) <= change.at) changes.set(parameter, change);
      }
    }
  }
  return { proposals, changes };
}

function findChange(app: App, proposal: number, { executor }: Action): LastChange | undefined {
  const handoff = findHandoffOf(app.db, proposal, executor);
  const newest = handoff && findNewestExecution(app.db, handoff.id);
  if (!handoff || newest?.state !== "executed") return undefined;
  const held = findValueCheck(app.db, handoff.id)?.facts["result"] as CheckResult | undefined;
  return { proposal, at: newest.at, held };
}

async function readChain(
  app: App,
  chainId: number,
  refs: readonly ParameterRef[],
  history: History,
): Promise<ParameterView[]> {
  const chainName = nameChain(app, chainId);
  try {
    const chain = app.chains.get(chainId);
    const block = await chain.finalized();
    const outcomes = await readKnobs(chain, block, refs);
    return refs.map((ref, index) => ({
      ...factsOf(app, ref, chainName, history),
      ...describeReading(app, ref, outcomes[index] ?? { ok: false, reason: "not read" }),
      block: block.number,
      at: block.timestamp,
    }));
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    const value = { unknown: `${chainName} cannot be reached` };
    const unread = { value, chainBounds: undefined, block: undefined, at: undefined };
    return refs.map((ref) => ({ ...factsOf(app, ref, chainName, history), ...unread }));
  }
}

/** A reading whose bounds may not be known. */
type Seen = Outcome<{ raw: string; bounds: KnobReading["bounds"] | undefined }>;

/** Reads values with their bounds; where a bound cannot be read, the value alone, because it can still be shown. */
async function readKnobs(chain: Chain, block: Block, refs: readonly ParameterRef[]): Promise<Seen[]> {
  const whole: Seen[] = await chain.readAll(block, refs.map(readKnob));
  const again = refs.flatMap((ref, index) => {
    const { minGetter, maxGetter } = ref.config.guardrails;
    return !whole[index]?.ok && (minGetter || maxGetter) ? [{ ref, index }] : [];
  });
  if (again.length === 0) return whole;
  const values = await chain.readAll(
    block,
    again.map(({ ref }) => readParameter(ref)),
  );
  for (const [place, { index }] of again.entries()) {
    const outcome = values[place];
    if (outcome?.ok) whole[index] = { ok: true, value: { raw: outcome.value, bounds: undefined } };
  }
  return whole;
}

function describeReading({ config }: App, ref: ParameterRef, seen: Seen): Pick<ParameterView, "value" | "chainBounds"> {
  if (!seen.ok) return { value: { unknown: seen.reason }, chainBounds: undefined };
  const { raw, bounds } = seen.value;
  return {
    value: { known: formatValue(config, ref, raw), raw, year: describeYear(config, ref, raw) },
    chainBounds: bounds ? describeBoundsOf(config, ref, bounds) : "unknown: its contract did not say",
  };
}

function factsOf({ config }: App, ref: ParameterRef, chainName: string, { proposals, changes }: History) {
  const { description, target, guardrails, authority, sideEffects } = ref.config;
  return {
    id: ref.id,
    title: ref.title,
    description,
    chainName,
    target,
    bounds: describeBounds(config, ref),
    largestStep: describeLargestStep(config, ref),
    cooldownSeconds: guardrails.cooldownSeconds,
    noticeSeconds: guardrails.noticeSeconds,
    authority: describeAuthority(config, ref),
    isVoted: authority === "executor",
    sideEffects: sideEffects.map((id) => config.parameters[id]?.title ?? id),
    lastProposal: proposals.get(ref.id),
    lastChange: changes.get(ref.id),
  };
}
