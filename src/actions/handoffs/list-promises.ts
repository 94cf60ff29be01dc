import { type ExecutionRow, findNewestExecution, findValueCheck } from "../../../db/executions.ts";
import { findHandoffOf, type HandoffRow } from "../../../db/handoffs.ts";
import { listVotes, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { type Action, type ValueChange, valueChangesOf } from "../../core/governance/proposal.ts";
import { finalStates } from "../../executors/executor.ts";
import { listSideEffects } from "../../parameters/registry.ts";
import { describeProposal } from "../proposals/describe-proposal.ts";
import { foundKey } from "./check-values.ts";

/** What a parameter has to be by the newest executed vote about it. */
export type Promised = {
  parameter: string;
  action: Action;
  change: ValueChange;
  proposal: number;
  handoff: HandoffRow;
  /** What was found right after the execution, at which block; undefined where it could not be read. */
  found: string | undefined;
  check: ExecutionRow;
};

/** Of each parameter that a vote has set, what it has to be now; those that a later vote changes along with others are promised no more. */
export function listPromises(app: App): Promised[] {
  const promises = new Map<string, Promised | undefined>();
  for (const { vote, handoff, check } of executedInOrder(app)) {
    const own = new Set<string>();
    for (const action of vote.actions.filter(({ executor }) => executor === handoff.executor))
      for (const change of valueChangesOf(action)) {
        const { parameter } = change;
        own.add(parameter);
        // Until it was looked at nobody knows what there is to hold the chain to.
        const about = { parameter, action, change, proposal: vote.id, handoff };
        promises.set(parameter, check && { ...about, check, found: check.facts[foundKey(parameter)] });
      }
    for (const { id } of listSideEffects(app.config, [...own])) if (!own.has(id)) promises.delete(id);
  }
  return [...promises.values()].filter((promise) => promise !== undefined);
}

/** Changes that votes have passed and that may be on chain already, without anybody having seen it yet. */
export function listUnderWay(app: App, { proposal }: Promised): ValueChange[] {
  return listVotes(app.db).flatMap((vote) => {
    const live = handoffsOf(app, vote).some(({ newest }) => newest === undefined || !isOver(newest));
    const isUnsent = handoffsOf(app, vote).length === 0 && vote.id > proposal;
    if (!(live || isUnsent) || !isPassed(app, vote)) return [];
    return vote.actions.flatMap(valueChangesOf);
  });
}

function executedInOrder(app: App) {
  return listVotes(app.db)
    .flatMap((vote) => handoffsOf(app, vote).map((one) => ({ vote, ...one })))
    .flatMap(({ vote, handoff, newest }) =>
      newest?.state === "executed"
        ? [{ vote, handoff, executed: newest, check: findValueCheck(app.db, handoff.id) }]
        : [],
    )
    .sort((a, b) => a.executed.at - b.executed.at || a.handoff.id - b.handoff.id);
}

function handoffsOf(app: App, { id, actions }: VoteRow) {
  return [...new Set(actions.map(({ executor }) => executor))].flatMap((executor) => {
    const handoff = findHandoffOf(app.db, id, executor);
    return handoff === undefined ? [] : [{ handoff, newest: findNewestExecution(app.db, handoff.id) }];
  });
}

function isOver({ state }: ExecutionRow): boolean {
  return finalStates.some((final) => final === state);
}

function isPassed(app: App, { id }: VoteRow): boolean {
  return ["passed", "won", "handed-off"].includes(describeProposal(app, id).state);
}
