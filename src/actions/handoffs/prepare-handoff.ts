import { addEvent } from "../../../db/events.ts";
import { addHandoff, findHandoffOf, findStandingHandoff, type HandoffRow } from "../../../db/handoffs.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { hashActions } from "../../core/governance/actions-hash.ts";
import { foundTheSame, type Scrutiny } from "../../core/governance/scrutiny.ts";
import { Refusal, Repeated, Transient } from "../../errors.ts";
import type { BoundExecutor, Step, Survey } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { checkActions } from "../calls/check-actions.ts";
import { checkScrutiny, findScrutiny, scrutinizeVote, storeScrutiny } from "../calls/scrutinize.ts";
import { checkRole } from "../check-roles.ts";
import { describeHandoff, describeProposal, executable, type HandoffView } from "../proposals/describe-proposal.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { checkCarriedOut, checkTwin } from "./carried-out.ts";
import { findMilestone } from "./find-milestone.ts";
import { listWatched } from "./follow-executions.ts";
import { checkFreeze } from "./freeze-handoffs.ts";
import { frozenSurvey, handoffSurvey, mandateOf } from "./mandate.ts";
import { surveyExecutor } from "./survey-executor.ts";
import { watchExecutor } from "./watch-executor.ts";

/** A treasurer's request for the call that carries a passed vote out. */
export type HandoffRequest = {
  interaction: { id: string; sentAtMs: number };
  proposal: number;
  treasurer: string;
  roles: readonly string[];
};

/** A hand-off, and the calls for people's own wallets to sign. */
export type PreparedHandoff = HandoffView & { steps: readonly Step[] };

/** A second treasurer's consent: to which id, and what is noted of it in the same transaction. */
export type Permit = { onchainId: string; note: (vote: VoteRow) => void };

/** A vote that can be handed off as it stands, and with what. */
export type ReadyHandoff = {
  vote: VoteRow;
  executor: BoundExecutor;
  survey: Survey;
  scrutiny: Scrutiny | undefined;
  onchainId: string;
};

/** Prepares a passed vote for the chain, once whoever asks; refuses when the chain no longer is as it was voted on, or a permit is missing. */
export async function prepareHandoff(app: App, request: HandoffRequest, permit?: Permit): Promise<PreparedHandoff> {
  const ready = await readyHandoff(app, request);
  const { vote, executor, survey, onchainId } = ready;
  if (permit !== undefined && permit.onchainId !== onchainId) {
    throw new Refusal("The id that this hand-off would have on chain has changed since it was asked for.", {
      hint: `Ask again: /execute ${vote.id}.`,
    });
  }
  const row = immediate(app.db, () => store(app, request, ready, permit));
  app.wake("deliver-outbox");
  app.wake("follow-executions");
  return { ...describeHandoff(app, row), steps: executor.prepare(vote.actions, vote.description, survey) };
}

/** Checks that a passed vote can be handed off, against the chain as it is now; refuses otherwise. */
export async function readyHandoff(app: App, request: HandoffRequest): Promise<ReadyHandoff> {
  checkRole(app, "treasurer", request.roles);
  checkFreeze(app);
  const vote = requireVote(app, request.proposal);
  const executor = executorOf(app, vote);
  checkPassed(app, vote.id, executor);
  await checkStillOpen(app, vote, executor);
  checkTimelock(app, vote);
  checkFrozen(vote, executor);
  const { survey, done } = await renewSurvey(app, vote, executor);
  // What was carried out already cannot be done otherwise any more; it is followed to be told.
  if (!done) await checkActions(app, vote.actions);
  const scrutiny = done ? undefined : await scrutinizeVote(app, vote, "hand-off");
  checkScrutiny(scrutiny, "Nothing is prepared to be signed. Find out what happened; a new vote may be needed.");
  const onchainId = executor.predict(vote.actions, vote.description, survey)[0]?.id;
  if (onchainId === undefined) throw new Refusal("This executor gives no id by which the hand-off could be followed.");
  return { vote, executor, survey, scrutiny, onchainId };
}

/** Where a hand-off is dead, what was done since is looked at first: nothing in another id would keep the same calls from being made twice. */
async function checkStillOpen(app: App, vote: VoteRow, executor: BoundExecutor): Promise<void> {
  if (findStandingHandoff(app.db, vote.id, executor.name) !== undefined) return;
  if (findHandoffOf(app.db, vote.id, executor.name) !== undefined) await watchExecutor(app, executor.name);
  checkCarriedOut(app, vote);
  checkTwin(app, vote);
}

/** What to prepare with: what was frozen, unless the chain has used it up and the executor has something to put in its place. */
async function renewSurvey(
  app: App,
  vote: VoteRow,
  executor: BoundExecutor,
): Promise<{ survey: Survey; done: boolean }> {
  const prepared = findHandoffOf(app.db, vote.id, executor.name);
  const mine = prepared === undefined ? frozenSurvey(vote) : handoffSurvey(app, prepared, vote);
  if (await isDone(app, vote, executor, mine)) return { survey: mine, done: true };
  const renewed = executor.renew(mine, await surveyExecutor(app, vote.actions));
  // A hand-off keeps its id as long as it can be executed; what became of it is told by following it.
  const isStanding = findStandingHandoff(app.db, vote.id, executor.name) !== undefined;
  return { survey: isStanding ? mine : renewed, done: false };
}

/** Whether these very actions were carried out by now, whoever sent them. */
async function isDone(app: App, vote: VoteRow, executor: BoundExecutor, survey: Survey): Promise<boolean> {
  const chain = app.chains.get(executor.chain);
  const block = await chain.finalized();
  const mandate = mandateOf(vote, survey);
  const onchainId = executor.predict(vote.actions, vote.description, survey)[0]?.id ?? "";
  const first = await chain.read(block, executor.follow(onchainId, mandate));
  if (!executor.final.includes(first.state)) return false;
  // What is done is not checked any more, so that one provider's word must not be enough for it.
  const [shared] = await chain.readShared(block, [executor.follow(onchainId, mandate)]);
  if (!shared?.ok)
    throw new Transient(`What became of it on chain could not be read: ${shared?.reason ?? "no answer"}.`);
  const seen = shared.value;
  const found = await findMilestone(chain, { executor, onchainId, mandate, since: [vote.openedAt] }, seen, block);
  if (found === undefined)
    throw new Transient("The chain's logs do not tell yet what became of what was shown before the vote.");
  return found.state === "executed" || found.state === "failed";
}

function store(
  app: App,
  request: HandoffRequest,
  { vote, executor, survey, scrutiny, onchainId }: ReadyHandoff,
  permit: Permit | undefined,
): HandoffRow {
  const now = app.now();
  if (!claimInteraction(app.db, request.interaction.id, now))
    throw new Repeated("This hand-off has been prepared already.");
  checkFreeze(app);
  checkPassed(app, vote.id, executor);
  const prepared = findStandingHandoff(app.db, vote.id, executor.name);
  if (prepared === undefined) {
    checkCarriedOut(app, vote);
    checkTwin(app, vote);
  }
  const last = findScrutiny(app, vote.id);
  if (scrutiny !== undefined && (last?.when !== "hand-off" || !foundTheSame(last, scrutiny)))
    storeScrutiny(app, vote.id, scrutiny);
  if (prepared !== undefined) return prepared;
  const dead = findHandoffOf(app.db, vote.id, executor.name);
  checkSlot(app, executor, survey);
  if (permit === undefined && app.config.handoffs.treasurers > 1)
    throw new Refusal("A hand-off takes two treasurers here.", { hint: `Ask for it first: /execute ${vote.id}.` });
  permit?.note(vote);
  const facts = { proposal: vote.id, executor: executor.name, onchainId, attempt: dead ? dead.attempt + 1 : 0 };
  const row = addHandoff(app.db, { ...facts, preparedBy: request.treasurer, preparedAt: now });
  const replaces = dead && { handoff: dead.id, onchainId: dead.onchainId };
  const body = { handoff: row.id, executor: executor.name, onchainId, survey, ...(replaces ? { replaces } : {}) };
  addEvent(app.db, { at: now, kind: "handed-off", proposal: vote.id, actor: request.treasurer, body });
  const destination = app.config.channels.executions ?? app.config.channels.proposals;
  addOutbox(app.db, { key: `handed-off:${row.id}`, kind: "handed-off", refs: { handoff: row.id }, destination, now });
  raiseRevision(app.db, `proposal-card:${vote.id}`);
  return row;
}

function checkPassed(app: App, id: number, executor: BoundExecutor): void {
  const { state, handoff } = describeProposal(app, id);
  const isOver = executor.final.some((final) => final === handoff?.state);
  // What another transaction took the place of can be handed off anew.
  if (isOver && handoff?.state !== "executed" && handoff?.state !== "replaced") {
    throw new Refusal(`The hand-off of proposal #${id} ended on chain: it was ${handoff?.state}.`, {
      hint: "The same call would be refused there; a new vote is needed.",
    });
  }
  if (state === "passed" || state === "won" || state === "handed-off") return;
  if (state === "executed") throw new Refusal(`Proposal #${id} has been carried out already.`);
  if (state === "vetoed" || state === "cancelled") throw new Refusal(`Proposal #${id} was ${state}.`);
  const why =
    state === "voting" ? "is still being voted on" : state === "counting" ? "has not been counted yet" : "did not pass";
  throw new Refusal(`Proposal #${id} ${why}.`);
}

/** Two transactions of a Safe with one nonce would shut each other out, and one of two passed votes could never be carried out. */
function checkSlot(app: App, executor: BoundExecutor, survey: Survey): void {
  const slot = executor.slot(survey);
  if (slot === undefined) return;
  const rival = listWatched(app).find(
    ({ executor: own, mandate }) =>
      own.chain === executor.chain && own.address === executor.address && own.slot(mandate.survey) === slot,
  );
  if (rival === undefined) return;
  throw new Refusal(`The hand-off of proposal #${rival.proposal.id} uses ${slot} and is not at its end.`, {
    hint: "Carry that one out first, then ask again.",
  });
}

/** What the rules say of the time between passing and execution holds for the hand-off, since nothing after it can be held back. */
function checkTimelock(app: App, vote: VoteRow): void {
  const { executableFrom, executableUntil } = executable(app, vote);
  const now = app.now();
  if (executableFrom !== undefined && now < executableFrom) {
    throw new Refusal(
      `By its rules proposal #${vote.id} waits until <t:${executableFrom}:f> before it is carried out.`,
      {
        hint: "Ask again then.",
      },
    );
  }
  if (executableUntil !== undefined && now >= executableUntil && findHandoffOf(app.db, vote.id) === undefined) {
    throw new Refusal(`By its rules proposal #${vote.id} had to be carried out by <t:${executableUntil}:f>.`, {
      hint: "It no longer holds; a new vote is needed.",
    });
  }
}

function executorOf(app: App, proposal: VoteRow): BoundExecutor {
  const name = proposal.actions[0]?.executor;
  if (name === undefined) throw new Refusal(`Proposal #${proposal.id} changes nothing on chain.`);
  return findExecutor(app.config, name);
}

/** The config may have changed since: what would be signed has to be, to the byte, what was shown when the vote opened. */
function checkFrozen(vote: VoteRow, executor: BoundExecutor): void {
  const { actions, description, actionsHash, predicted } = vote;
  const now = hashActions({ chain: executor.chain, executor: executor.address, actions, description });
  const [first] = executor.predict(actions, description, frozenSurvey(vote));
  if (now !== actionsHash || first?.id !== predicted[0]?.id) {
    throw new Refusal("What the config would send now is not what was voted on.", {
      hint: `A maintainer has to set executor "${executor.name}" back, or a new vote is needed.`,
    });
  }
}
