import type { Hex } from "viem";
import { findCursor, putCursor } from "../../../db/cursors.ts";
import { addEvent, listEventsBeside } from "../../../db/events.ts";
import { findHandoffOf, findStandingHandoff } from "../../../db/handoffs.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, findOutbox } from "../../../db/outbox.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Chain, RawLog, SentTransaction } from "../../chain/chain.ts";
import { HOUR } from "../../core/seconds.ts";
import { Refusal, Transient } from "../../errors.ts";
import type { BoundExecutor, SeenCall, Sighting, Survey } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { bookLogs } from "../books/book-logs.ts";
import { adoptHandoff } from "./adopt-handoff.ts";
import { type CarriedOut, findCarriedOut, noteCarriedOut } from "./carried-out.ts";
import { type Asker, findAsker, findLateAsker, findTwin, votesOn } from "./find-asker.ts";
import { type KeptCall, UNASKED, type Unasked } from "./unasked.ts";

/** So many deeds within an hour wake the treasurers; where anybody may propose, more would be a way to torment them. */
const MOST_WAKING = 5;
/** So many seconds after a vote's end its count is waited for. */
const LONGEST_COUNT = HOUR;
const MOST_CALLS = 20;
const MOST_CHARACTERS = 4_002;
const LONGEST_DESCRIPTION = 1_000;

/** Looks at what was done with an executor's contracts since the last look, and says once what no vote here asked for. Gives how many such things were new. */
export async function watchExecutor(app: App, name: string): Promise<number> {
  const executor = findExecutor(app.config, name);
  const chain = app.chains.get(executor.chain);
  const until = await chain.finalized();
  const source = `watch:${name}:${executor.watch.filter.addresses.join("+")}`;
  if (findCursor(app.db, chain.id, source) === undefined) {
    // What was done before Steward came is history, and nobody is to be woken for it.
    const here = { chain: chain.id, source, block: until.number, hash: until.hash, at: until.timestamp };
    immediate(app.db, () => putCursor(app.db, here, undefined));
    return 0;
  }
  const booking = {
    chain,
    source,
    fromBlock: until.number,
    filters: [executor.watch.filter],
    prepare: (logs: readonly RawLog[]) => pickUnasked(app, chain, executor, logs),
    book: ({ unasked, carried, taken }: Picked) => {
      for (const [vote, done] of carried) noteCarriedOut(app, vote, done);
      for (const vote of taken) adoptHandoff(app, vote);
      return unasked.filter((one) => note(app, one)).length;
    },
  };
  return bookLogs(app, booking, until);
}

/** What is to be said, which votes were carried out past every hand-off, and which were brought to the chain by another tool under the id they were shown with. */
type Picked = {
  unasked: readonly Unasked[];
  carried: ReadonlyMap<number, CarriedOut>;
  taken: ReadonlySet<number>;
};

async function pickUnasked(app: App, chain: Chain, executor: BoundExecutor, logs: readonly RawLog[]): Promise<Picked> {
  const unasked: Unasked[] = [];
  const carried = new Map<number, CarriedOut>();
  const taken = new Set<number>();
  const sightings = executor.watch.sightings(logs);
  const votes = sightings.length === 0 ? [] : votesOn(app, chain.id);
  const carriedAs = (vote: number) => (carried.get(vote) ?? findCarriedOut(app, vote))?.id;
  let survey: Survey | undefined;
  for (const sighting of sightings) {
    const direct = findAsker(app, sighting, votes);
    checkCounted(app, direct);
    let asker = direct;
    if (direct === undefined && isSafes(sighting)) {
      survey ??= await readSurvey(app, chain, executor);
      asker = findLateAsker(app, sighting, { votes, executor, now: survey, carried: carriedAs });
    }
    if (asker !== undefined && isWanted(app, asker, sighting)) {
      const { id, step, log } = sighting;
      const isUnshown =
        isSafes(sighting) && step === "executed" && findStandingHandoff(app.db, asker.vote) === undefined;
      if (direct !== undefined) taken.add(asker.vote);
      if (isUnshown) carried.set(asker.vote, { id, transaction: log.transactionHash });
      continue;
    }
    const transaction = await chain.transaction(sighting.log.transactionHash);
    unasked.push(describe(app, executor, sighting, { transaction, asker, votes }));
  }
  return { unasked, carried, taken };
}

/** A Safe's id changes with its nonce, so that the same calls can be made again. */
function isSafes({ asked }: Sighting): boolean {
  return asked.kinds.includes("safe-transaction");
}

/** No vote asks to be cancelled; where it was handed off, whoever follows that tells of it. */
function isWanted(app: App, { vote, mayBeCarriedOut }: Asker, { step }: Sighting): boolean {
  return mayBeCarriedOut && (step !== "cancelled" || findHandoffOf(app.db, vote) !== undefined);
}

/** Between its end and its count nobody knows whether a vote asks for it. A count that does not come keeps nothing quiet for long. */
function checkCounted(app: App, asker: Asker | undefined): void {
  if (asker?.state !== "counting" || app.now() > asker.closesAt + LONGEST_COUNT) return;
  throw new Transient(`What was seen waits for the count of proposal #${asker.vote}.`);
}

/** A Safe that is no longer what the config says is the last one whose deeds may go unsaid. */
async function readSurvey(app: App, chain: Chain, executor: BoundExecutor): Promise<Survey> {
  try {
    return await chain.read(await chain.finalized(), executor.survey());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.warn(`Executor "${executor.name}" is not what the config says: ${error.message}`);
    return {};
  }
}

function describe(
  app: App,
  executor: BoundExecutor,
  { step, contract, id, calls: told, by, description, log }: Sighting,
  found: { transaction: SentTransaction | undefined; asker: Asker | undefined; votes: readonly VoteRow[] },
): Unasked {
  const { transaction, asker, votes } = found;
  const calls =
    told ?? (step === "executed" || step === "failed" ? transaction && executor.watch.callsIn(transaction) : undefined);
  return {
    ...{ executor: executor.name, chain: executor.chain, contract, id, step, by },
    calls: calls?.slice(0, MOST_CALLS).map(kept),
    count: calls?.length ?? 0,
    sender: transaction?.from,
    description: description?.slice(0, LONGEST_DESCRIPTION),
    transaction: log.transactionHash,
    block: log.blockNumber.toString(),
    at: log.timestamp,
    vote: asker?.vote,
    voteState: asker?.state,
    twin: asker === undefined ? findTwin(app, calls, votes) : undefined,
  };
}

function kept({ target, value, calldata, delegate }: SeenCall): KeptCall {
  const bytes = (calldata.length - 2) / 2;
  return {
    ...{ target, bytes },
    value: value.toString(),
    calldata: calldata.slice(0, MOST_CHARACTERS) as Hex,
    delegate: delegate === true,
  };
}

/** A proposal is made once, and approvals of one hash are one matter; whatever else is done again is said again. */
function keyOf({ chain, contract, id, step, transaction }: Unasked): string {
  const once = step === "proposed" || step === "approved" ? "" : `:${transaction}`;
  return `unasked:${chain}:${contract}:${id}:${step}${once}`;
}

function note(app: App, unasked: Unasked): boolean {
  const key = keyOf(unasked);
  // Two executors may share a timelock, and see the same.
  if (findOutbox(app.db, key) !== undefined || isBeyondTelling(app, unasked)) return false;
  const now = app.now();
  const lately = listEventsBeside(app.db, [UNASKED]).filter(({ at }) => at > now - HOUR).length;
  const { seq } = addEvent(app.db, { at: now, kind: UNASKED, body: unasked });
  const destination = app.config.channels.executions ?? app.config.channels.proposals;
  addOutbox(app.db, {
    key,
    kind: "unasked",
    refs: { event: seq, ...(lately < MOST_WAKING ? {} : { quiet: 1 }) },
    destination,
    now,
  });
  app.wake("deliver-outbox");
  return true;
}

/** A Governor's later word about a proposal has only its number; it is told where its content was. */
function isBeyondTelling(app: App, { chain, contract, id, step, calls }: Unasked): boolean {
  const isGovernors = calls === undefined && /^\d+$/.test(id) && step !== "proposed";
  return isGovernors && findOutbox(app.db, `unasked:${chain}:${contract}:${id}:proposed`) === undefined;
}
