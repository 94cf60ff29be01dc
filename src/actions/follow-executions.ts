import { findNewestExecution, listHandoffsWithout } from "../../db/executions.ts";
import type { HandoffRow } from "../../db/handoffs.ts";
import { findVote, type VoteRow } from "../../db/votes.ts";
import type { App } from "../app.ts";
import type { Block, Chain, RawLog } from "../chain/chain.ts";
import { Refusal } from "../errors.ts";
import { type BoundExecutor, type ExecutionSeen, finalStates, type Milestones } from "../executors/executor.ts";
import { findExecutor } from "../executors/index.ts";
import { noteState } from "./note-state.ts";

/** A hand-off that is watched, with what is needed to watch it. */
type Watched = { row: HandoffRow; proposal: VoteRow; executor: BoundExecutor };

/** Clocks differ; and a treasurer may be quicker than the block that holds the time. */
const MARGIN = 900;

/** Chains on which hand-offs are under way. */
export function executionChains(app: App): number[] {
  return [...new Set(watched(app).map(({ executor }) => executor.chain))];
}

/** Looks at every hand-off of a chain that is not at its end, all at one final block; notes each new state once, and says it. Gives how many were new. */
export async function followExecutions(app: App, chainId: number): Promise<number> {
  const here = watched(app).filter(({ executor }) => executor.chain === chainId);
  if (here.length === 0) return 0;
  const chain = app.chains.get(chainId);
  const block = await chain.finalized();
  const outcomes = await chain.readAll<ExecutionSeen>(
    block,
    here.map(({ row, proposal, executor }) => executor.follow(row.onchainId, proposal.predicted)),
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
  const newest = findNewestExecution(app.db, one.row.id);
  // A block below the one last seen is no news, whatever it shows.
  if (seen.state === (newest?.state ?? "waiting") || block.number <= (newest?.block ?? -1n)) return 0;
  const transaction = await findTransaction(chain, one, seen, block, newest?.block);
  return noteState(app, { ...one, block, seen, transaction, after: newest?.seq ?? 0 }) ? 1 : 0;
}

/** The log that brought the state about; where none did (a vote that opened, or ended), there is no transaction to name. */
async function findTransaction(chain: Chain, one: Watched, seen: ExecutionSeen, to: Block, last: bigint | undefined) {
  const milestones = one.executor.milestones(one.row.onchainId, one.proposal.predicted);
  const found = async (from: bigint, until: bigint) =>
    newestOf(await chain.logs(milestones.filter, from, until), milestones, seen.state);
  if (last !== undefined) return found(last + 1n, to.number);
  const prepared = await heightAt(chain, one.row.preparedAt - MARGIN);
  // Anybody can have sent the same content before it was handed off.
  return (await found(prepared, to.number)) ?? found(await heightAt(chain, one.proposal.openedAt - MARGIN), prepared);
}

function newestOf(logs: readonly RawLog[], milestones: Milestones, state: string): RawLog | undefined {
  return logs.findLast((log) => milestones.stateOf(log) === state);
}

async function heightAt(chain: Chain, timestamp: number): Promise<bigint> {
  try {
    return (await chain.blockAt(timestamp)).number;
  } catch (error) {
    if (error instanceof Refusal) return 0n;
    throw error;
  }
}

function watched(app: App): Watched[] {
  return listHandoffsWithout(app.db, finalStates).flatMap((row) => {
    const proposal = findVote(app.db, row.proposal);
    const executor = executorOf(app, row);
    return proposal && executor ? [{ row, proposal, executor }] : [];
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
