import { type ExecutionRow, findNewestExecution, listHandoffsWithout } from "../../../db/executions.ts";
import type { HandoffRow } from "../../../db/handoffs.ts";
import { findVote, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { Refusal } from "../../errors.ts";
import {
  type BoundExecutor,
  type ExecutionSeen,
  type ExecutionState,
  finalStates,
  type Mandate,
} from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { findMilestone } from "./find-milestone.ts";
import { handoffSurvey, mandateOf } from "./mandate.ts";
import { noteState } from "./note-state.ts";

/** A hand-off that is watched, with what is needed to watch it. */
export type Watched = {
  row: HandoffRow;
  proposal: VoteRow;
  executor: BoundExecutor;
  mandate: Mandate;
  newest: ExecutionRow | undefined;
};

/** Chains on which hand-offs are under way. */
export function executionChains(app: App): number[] {
  return [...new Set(listWatched(app).map(({ executor }) => executor.chain))];
}

/** Looks at every hand-off of a chain that is not at its end, all at one final block; notes each new state once, and says it. Gives how many were new. */
export async function followExecutions(app: App, chainId: number): Promise<number> {
  const here = listWatched(app).filter(({ executor }) => executor.chain === chainId);
  if (here.length === 0) return 0;
  const chain = app.chains.get(chainId);
  const block = await chain.finalized();
  const outcomes = await chain.readShared<ExecutionSeen>(
    block,
    here.map(({ row, executor, mandate, newest }) => executor.follow(row.onchainId, mandate, lastSeen(newest))),
  );
  let noted = 0;
  for (const [index, one] of here.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok) noted += await note(app, chain, one, block, outcome.value);
    else app.log.warn(`Hand-off ${one.row.id} could not be read: ${outcome?.reason ?? "nothing was read"}`);
  }
  return noted;
}

async function note(app: App, chain: Chain, one: Watched, block: Block, seen: ExecutionSeen): Promise<number> {
  const { row, proposal, executor, mandate, newest } = one;
  // A block below the one last seen is no news, whatever it shows.
  if (!isNews(one, seen) || block.number <= (newest?.block ?? -1n)) return 0;
  // Anybody can have sent the same content before it was handed off.
  const since = [row.preparedAt, proposal.openedAt];
  const sought = { executor, onchainId: row.onchainId, mandate, since };
  const milestone = await findMilestone(chain, sought, seen, block, newest?.block);
  if (milestone === undefined) {
    app.log.warn(`What became of hand-off ${row.id} is not clear from the chain's logs; it is asked again.`);
    return 0;
  }
  const { state, log } = milestone;
  const found = { ...seen, state };
  return noteState(app, { row, block, seen: found, transaction: log, after: newest?.seq ?? 0 }) ? 1 : 0;
}

function isNews({ executor, newest }: Watched, seen: ExecutionSeen): boolean {
  if (seen.state !== (newest?.state ?? "waiting")) return true;
  const changed = (name: string) => newest?.facts[name] !== undefined && newest.facts[name] !== seen.facts[name];
  return executor.news.some((name) => seen.facts[name] !== undefined && changed(name));
}

function lastSeen(newest: ExecutionRow | undefined): ExecutionSeen | undefined {
  return newest && { state: newest.state as ExecutionState, facts: newest.facts };
}

/** Every hand-off that is not at its end, and whose executor the config still has. */
export function listWatched(app: App): Watched[] {
  return listHandoffsWithout(app.db, finalStates).flatMap((row) => {
    const proposal = findVote(app.db, row.proposal);
    const executor = executorOf(app, row);
    if (!proposal || !executor) return [];
    const newest = findNewestExecution(app.db, row.id);
    if (executor.final.some((state) => state === newest?.state)) return [];
    return [{ row, proposal, executor, mandate: mandateOf(proposal, handoffSurvey(app, row, proposal)), newest }];
  });
}

/** One executor taken out of the config must not keep the others from being followed. */
function executorOf(app: App, row: HandoffRow): BoundExecutor | undefined {
  try {
    return findExecutor(app.config, row.executor);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.warn(`Hand-off ${row.id} is not followed: ${error.message}`);
    return undefined;
  }
}
