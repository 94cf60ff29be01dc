import { findNewestExecution } from "../../../db/executions.ts";
import { findHandoffOf, findStandingHandoff, type HandoffRow } from "../../../db/handoffs.ts";
import { listVotes, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { ProposalState } from "../../core/governance/life-stage.ts";
import { Refusal } from "../../errors.ts";
import type { BoundExecutor, SeenCall, Sighting, Survey } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { describeProposal } from "../proposals/describe-proposal.ts";
import { frozenSurvey, handoffSurvey } from "./mandate.ts";

/** The vote that asks for something, and whether it may be carried out as that vote stands. */
export type Asker = { vote: number; state: ProposalState; closesAt: number; mayBeCarriedOut: boolean };

/** States in which what a vote asks for is asked for by the community. */
const CARRIED: readonly ProposalState[] = ["passed", "won", "handed-off", "executed"];

/**
 * The vote here that asks for what was seen, known by its ids whoever sent it; undefined where none does. A Safe's transaction
 * has no description, so that several votes may ask for the very same: one that passed is enough.
 */
export function findAsker(app: App, { contract, asked }: Sighting, votes: readonly VoteRow[]): Asker | undefined {
  const askers = votes
    .filter((vote) => idsOf(app, vote, contract).some(({ kind, id }) => asked.kinds.includes(kind) && id === asked.id))
    .map((vote) => askerOf(app, vote));
  const best =
    askers.find(({ mayBeCarriedOut }) => mayBeCarriedOut) ?? askers.find(({ state }) => state === "counting");
  return best ?? askers[0];
}

/**
 * The same for a passed vote that nobody asked a hand-off for, and that was sent with what has taken the place of what was
 * frozen; `carried` says under which id a vote was carried out so already, since it asks for no second time.
 */
export function findLateAsker(
  app: App,
  { asked }: Sighting,
  {
    votes,
    executor,
    now,
    carried,
  }: { votes: readonly VoteRow[]; executor: BoundExecutor; now: Survey; carried: (vote: number) => string | undefined },
): Asker | undefined {
  for (const vote of votes) {
    if (vote.actions[0]?.executor !== executor.name || findStandingHandoff(app.db, vote.id)) continue;
    if ((carried(vote.id) ?? asked.id) !== asked.id) continue;
    const surveys = executor.watch.later(frozenSurvey(vote), now);
    if (!surveys.some((survey) => idUnder(executor, vote, survey) === asked.id)) continue;
    const asker = askerOf(app, vote);
    if (asker.mayBeCarriedOut) return asker;
  }
  return undefined;
}

/** The id that a vote has under a survey; none where the executor of that name is another than the vote was frozen for. */
function idUnder(executor: BoundExecutor, { actions, description }: VoteRow, survey: Survey): string | undefined {
  try {
    return executor.predict(actions, description, survey)[0]?.id;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A passed vote that makes the very same calls, though under another id. */
export function findTwin(app: App, calls: readonly SeenCall[] | undefined, votes: readonly VoteRow[]) {
  const made = calls?.filter(({ delegate }) => delegate === undefined) ?? [];
  if (made.length === 0) return undefined;
  const isSame = ({ actions }: VoteRow) =>
    actions.length === made.length &&
    actions.every(
      ({ target, value, calldata }, index) =>
        made[index]?.target === target && made[index]?.value === value && made[index]?.calldata === calldata,
    );
  return votes.find((vote) => isSame(vote) && askerOf(app, vote).mayBeCarriedOut)?.id;
}

/** Votes that ask a chain for anything, newest first. */
export function votesOn(app: App, chain: number): VoteRow[] {
  return listVotes(app.db).filter(({ actions }) => actions.some((action) => action.chain === chain));
}

function askerOf(app: App, { id }: VoteRow): Asker {
  const { state, closesAt } = describeProposal(app, id);
  return { vote: id, state, closesAt, mayBeCarriedOut: CARRIED.includes(state) };
}

type KnownId = { kind: string; id: string };

/** Every id by which a contract may come to know what a vote asks for. */
function idsOf(app: App, vote: VoteRow, contract: string): readonly KnownId[] {
  const own = vote.predicted.filter(({ executor }) => isAt(app, executor, contract));
  const handoff = findHandoffOf(app.db, vote.id);
  if (handoff === undefined || !isAt(app, handoff.executor, contract)) return own;
  return [...own, ...renewedIds(app, vote, handoff)];
}

function renewedIds(app: App, vote: VoteRow, handoff: HandoffRow): readonly KnownId[] {
  const numbered = findNewestExecution(app.db, handoff.id)?.facts["proposal"];
  const number = numbered === undefined ? [] : [{ kind: "governor-proposal", id: numbered }];
  try {
    const executor = findExecutor(app.config, handoff.executor);
    return [...number, ...executor.predict(vote.actions, vote.description, handoffSurvey(app, handoff, vote))];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [...number, { kind: "safe-transaction", id: handoff.onchainId }];
  }
}

/** Whether an executor speaks to a contract; one that left the config may have. */
function isAt(app: App, name: string, contract: string): boolean {
  try {
    const { watch } = findExecutor(app.config, name);
    return watch.filter.addresses.some((address) => address === contract);
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}
