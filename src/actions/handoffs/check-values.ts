import { findNewestExecution, findValueCheck, listHandoffsWithout, VALUE_CHECK } from "../../../db/executions.ts";
import type { HandoffRow } from "../../../db/handoffs.ts";
import { immediate } from "../../../db/open.ts";
import { findVote } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Block, Outcome, Read } from "../../chain/chain.ts";
import { type Action, type ValueChange, valueChangesOf } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { findParameter, listSideEffects, readParameter } from "../../parameters/registry.ts";
import { means } from "../calls/describe-action.ts";
import { noteValueCheck } from "./note-state.ts";

/** Whether the chain holds what was voted; `UNKNOWN` where a value could not be read. */
export type CheckResult = "MATCH" | "MISMATCH" | "UNKNOWN";

/** The key under which a value check keeps what was voted. */
const votedKey = (parameter: string) => `voted:${parameter}`;

/** The key under which a value check keeps what was found. */
export const foundKey = (parameter: string) => `found:${parameter}`;

/** The key under which a value check keeps what else changed with it; empty where that could not be read. */
export const besideKey = (parameter: string) => `beside:${parameter}`;

/** Reads, of every executed hand-off of a chain not checked yet, the voted parameters back at a final block, and says what was found. Gives how many were checked. */
export async function checkValues(app: App, chainId: number): Promise<number> {
  const due = uncheckedHandoffs(app).filter((row) => chainOf(app, row) === chainId);
  if (due.length === 0) return 0;
  const block = await app.chains.get(chainId).finalized();
  for (const row of due) await checkHandoff(app, row, block);
  return due.length;
}

/** Chains that have executed hand-offs whose values were not looked at. */
export function uncheckedChains(app: App): number[] {
  return [...new Set(uncheckedHandoffs(app).flatMap((row) => chainOf(app, row) ?? []))];
}

async function checkHandoff(app: App, row: HandoffRow, block: Block): Promise<void> {
  const actions = (findVote(app.db, row.proposal)?.actions ?? []).filter(({ executor }) => executor === row.executor);
  const changes = actions.flatMap((action) => valueChangesOf(action).map((change) => ({ action, change })));
  const reads = changes.map(({ action, change }) => readBack(app, action, change));
  const voted = changes.map(({ change }) => change);
  const effects = listSideEffects(
    app.config,
    voted.map(({ parameter }) => parameter),
  ).filter(({ config }) => config.chain === actions[0]?.chain);
  const chain = app.chains.get(actions[0]?.chain ?? 0);
  const outcomes = await chain.readShared(block, [...reads, ...effects.map(readParameter)]);
  const facts = factsOf(voted, outcomes.slice(0, voted.length));
  for (const [index, { id }] of effects.entries()) {
    const outcome = outcomes[voted.length + index];
    facts[besideKey(id)] = outcome?.ok ? outcome.value : "";
  }
  immediate(app.db, () => {
    if (!findValueCheck(app.db, row.id)) noteValueCheck(app, row, block, facts);
  });
}

/** Reads what the action was to set, if the config still means the same by the parameter as when the vote opened. */
export function* readBack(app: App, action: Action, change: ValueChange): Read<string> {
  if (!means(app, action, change))
    throw new Refusal("The config means something else by this parameter than what was voted on.");
  return yield* readParameter(findParameter(app.config, change.parameter));
}

function factsOf(changes: readonly ValueChange[], outcomes: readonly Outcome<string>[]): Record<string, string> {
  const facts: Record<string, string> = {};
  let result: CheckResult = "MATCH";
  for (const [index, { parameter, after }] of changes.entries()) {
    const outcome = outcomes[index];
    facts[votedKey(parameter)] = after;
    if (outcome?.ok) facts[foundKey(parameter)] = outcome.value;
    else if (result === "MATCH") result = "UNKNOWN";
    if (outcome?.ok && outcome.value !== after) result = "MISMATCH";
  }
  return { result, ...facts };
}

function uncheckedHandoffs(app: App): HandoffRow[] {
  const open = listHandoffsWithout(app.db, [VALUE_CHECK]);
  return open.filter((row) => findNewestExecution(app.db, row.id)?.state === "executed");
}

function chainOf(app: App, row: HandoffRow): number | undefined {
  return findVote(app.db, row.proposal)?.actions.find(({ executor }) => executor === row.executor)?.chain;
}
