import { type CursorRow, findCursor, putCursor } from "../../../db/cursors.ts";
import { addEvent, listEventsOfKind } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import type { Block, Chain, Outcome } from "../../chain/chain.ts";
import { findParameter, listSideEffects, readParameter } from "../../parameters/registry.ts";
import { readBack } from "./check-values.ts";
import { type Culprit, findCulprit } from "./find-culprit.ts";
import { listPromises, listUnderWay, type Promised } from "./list-promises.ts";

/** The event that a change of what a promise is worth is kept in. */
export const PROMISE = "promise-vs-chain";

/** How a voted parameter stands on chain, as it was found at a final block after it had stood otherwise. */
export type PromiseState = {
  handoff: number;
  parameter: string;
  chain: number;
  state: "kept" | "broken" | "unreadable";
  voted: string;
  /** The raw value on chain; undefined where it could not be read. */
  found: string | undefined;
  reason: string | undefined;
  /** The last block at which it was seen as it had been before, and its time. */
  last: { block: string; at: number };
  culprit: Culprit | undefined;
  /** How it stood before: what the state is to be compared with. */
  before: "kept" | "broken" | "unreadable";
  block: string;
  blockHash: string;
  at: number;
};

/** How a promise stood when it was looked at last. */
type Standing = Pick<PromiseState, "state" | "found" | "last">;

/** Chains on which there are voted parameters to be looked at. */
export function promiseChains(app: App): number[] {
  return [...new Set(listPromises(app).map(({ action }) => action.chain))];
}

/** Reads every voted parameter of a chain again at one final block, and says once of each change whether the chain still holds what was voted. Gives how many changes there were. */
export async function comparePromises(app: App, chainId: number): Promise<number> {
  const promises = listPromises(app).filter(({ action }) => action.chain === chainId);
  const chain = app.chains.get(chainId);
  const block = await chain.finalized();
  const source = `promises:${chainId}`;
  const cursor = findCursor(app.db, chainId, source);
  // A node behind what was seen already has nothing new to tell.
  if (cursor !== undefined && block.number <= cursor.block) return 0;
  const outcomes = await chain.readAll(
    block,
    promises.map(({ action, change }) => readBack(app, action, change)),
  );
  const changes: { promise: Promised; standing: Standing; state: PromiseState }[] = [];
  let isWaiting = false;
  for (const [index, promise] of promises.entries()) {
    const outcome = outcomes[index];
    // What was read of before the execution was seen says nothing about it.
    if (outcome === undefined || block.number <= promise.check.block) continue;
    const standing = standingOf(app, promise, cursor);
    const state = judge(promise, outcome);
    if (state.state === standing.state && (state.state !== "broken" || state.found === standing.found)) continue;
    if (state.state === "broken" && (await isUnderWay(app, chain, block, promise, state.found))) isWaiting = true;
    else changes.push({ promise, standing, state: await explain(app, chain, block, { promise, standing, state }) });
  }
  const next = { chain: chainId, source, block: block.number, hash: block.hash, at: block.timestamp };
  return immediate(app.db, () => {
    // The cursor says up to where everything was seen to be as told; one that waits holds it back.
    const isFirst = isWaiting
      ? findCursor(app.db, chainId, source)?.block === cursor?.block
      : putCursor(app.db, next, cursor);
    if (!isFirst) return 0;
    const fresh = changes.filter(({ promise, standing }) => {
      const now = standingOf(app, promise, undefined);
      return now.state === standing.state && now.found === standing.found;
    });
    for (const { promise, state } of fresh) say(app, promise, state);
    return fresh.length;
  });
}

function judge({ change }: Promised, outcome: Outcome<string>): Pick<PromiseState, "state" | "found" | "reason"> {
  if (!outcome.ok) return { state: "unreadable", found: undefined, reason: outcome.reason };
  const state = outcome.value === change.after ? "kept" : "broken";
  return { state, found: outcome.value, reason: undefined };
}

/** What was told last, or what the check after the execution told; and the last block at which it stood so. */
function standingOf(app: App, promise: Promised, cursor: CursorRow | undefined): Standing {
  const told = newestState(app, promise);
  const { check, change, found } = promise;
  const since = told ? { block: BigInt(told.block), at: told.at } : { block: check.block, at: check.at };
  const seen = cursor !== undefined && cursor.block > since.block ? cursor : since;
  const first = found === undefined ? "unreadable" : found === change.after ? "kept" : "broken";
  const state = told?.state ?? first;
  // While it cannot be read, what is known is from before.
  const last = told?.state === "unreadable" ? told.last : { block: seen.block.toString(), at: seen.at };
  return { state, found: told ? told.found : found, last };
}

function newestState(app: App, { proposal, handoff, parameter }: Promised): PromiseState | undefined {
  return listEventsOfKind(app.db, proposal, [PROMISE])
    .map(({ body }) => JSON.parse(body) as PromiseState)
    .findLast((one) => one.handoff === handoff.id && one.parameter === parameter);
}

/** Whether another passed vote sets it to just this, or something that it changes along with, and is on chain before it was seen there. */
async function isUnderWay(app: App, chain: Chain, block: Block, promise: Promised, found: string | undefined) {
  for (const { parameter, after } of listUnderWay(app, promise)) {
    if (parameter === promise.parameter && after === found) return true;
    if (!listSideEffects(app.config, [parameter]).some(({ id }) => id === promise.parameter)) continue;
    const [other] = await chain.readAll(block, [readParameter(findParameter(app.config, parameter))]);
    if (other?.ok && other.value === after) return true;
  }
  return false;
}

async function explain(
  app: App,
  chain: Chain,
  block: Block,
  {
    promise: { action, change, handoff, parameter },
    standing,
    state,
  }: { promise: Promised; standing: Standing; state: Pick<PromiseState, "state" | "found" | "reason"> },
): Promise<PromiseState> {
  const before = standing.state === "broken" ? standing.found : change.after;
  const sought = { target: action.target, read: () => readBack(app, action, change), before: before ?? change.after };
  const isToBeFound = state.state === "broken" || (state.state === "kept" && standing.state === "broken");
  return {
    ...{ handoff: handoff.id, parameter, chain: chain.id, voted: change.after, last: standing.last },
    ...{ ...state, before: standing.state },
    culprit: isToBeFound ? await findCulprit(chain, sought, BigInt(standing.last.block), block) : undefined,
    ...{ block: block.number.toString(), blockHash: block.hash, at: block.timestamp },
  };
}

function say(app: App, { proposal }: Promised, state: PromiseState): void {
  const now = app.now();
  const { alarms, reports } = app.config.channels;
  const { seq } = addEvent(app.db, { at: now, kind: PROMISE, proposal, body: state });
  const message = { key: `promise:${seq}`, kind: "promise", refs: { event: seq } };
  addOutbox(app.db, { ...message, destination: alarms ?? reports, now });
  app.wake("deliver-outbox");
}
