import { listBallots } from "../../db/ballots.ts";
import { listVotingElectors } from "../../db/electors.ts";
import { findEvent } from "../../db/events.ts";
import { findHandoffOf, findNewestState, type HandoffRow } from "../../db/handoffs.ts";
import { findProposal, listProposals as listRows, type ProposalRow } from "../../db/proposals.ts";
import type { App } from "../app.ts";
import {
  type Action,
  type FrozenElectorate,
  type Prediction,
  type ProposalState,
  proposalState,
} from "../core/governance/proposal.ts";
import type { RulePack } from "../core/governance/rule-pack.ts";
import { type Tally, tally } from "../core/governance/tally.ts";
import { Refusal } from "../errors.ts";
import { findRoot } from "./bundle-vote.ts";
import { describeAction } from "./describe-action.ts";

/** One change a proposal asks for, in words: what the card shows. */
export type ChangeView = {
  action: Action;
  /** `Operator fee`, `Region multiplier · north`. */
  title: string;
  /** Values as members read them: `10 %`, `500 HELIO`, `14 d`. */
  before: string;
  after: string;
  /** `−2 %-points`, `+20 %`; undefined where a change has no size. */
  change: string | undefined;
  /** `0 % to 30 %, in steps of 0.25 %`; undefined without guardrails. */
  bounds: string | undefined;
  /** `setOperatorFeeBps(uint256 value = 1200)`. */
  call: string;
  chainName: string;
};

/** A hand-off as it stands. */
export type HandoffView = {
  id: number;
  executor: string;
  onchainId: string;
  /** Newest state seen at a final block: `proposed`, `active`, `succeeded`, `queued`, `executed` …; undefined before the first. */
  state: string | undefined;
};

/** Everything any card, list or post says about a proposal, derived from stored facts. */
export type ProposalView = {
  id: number;
  title: string;
  body: string;
  author: string;
  state: ProposalState;
  openedAt: number;
  closesAt: number;
  changes: readonly ChangeView[];
  actionsHash: string;
  hash: string;
  rulePack: RulePack;
  electorate: FrozenElectorate;
  tally: Tally;
  /** Ids that follow from the actions, known before the vote opens. */
  predicted: readonly Prediction[];
  handoff: HandoffView | undefined;
  /** Of the bundle, by which anybody can count the vote again; undefined until it is closed. */
  root: string | undefined;
};

/** Which proposals to list; without a filter all of them, newest first. */
export type ProposalsFilter = { author?: string; open?: boolean; limit?: number };

/** A proposal as its stored facts say it is now; Refusal where there is none. */
export function describeProposal(app: App, id: number): ProposalView {
  return view(app, requireProposal(app, id));
}

/** The stored proposal; Refusal where there is none. */
export function requireProposal(app: App, id: number): ProposalRow {
  const row = findProposal(app.db, id);
  if (row === undefined) throw new Refusal(`There is no proposal #${id}.`);
  return row;
}

/** Proposals as they are now, newest first. */
export function listProposals(app: App, filter: ProposalsFilter = {}): ProposalView[] {
  const { author, open, limit } = filter;
  const rows = listRows(app.db, {
    ...(author === undefined ? {} : { author }),
    ...(open === true ? { openAt: app.now() } : {}),
    ...(limit === undefined ? {} : { limit }),
  });
  return rows.map((row) => view(app, row));
}

/** The count of a vote from its stored ballots. */
export function countVote(app: App, row: ProposalRow): Tally {
  return tally(listBallots(app.db, row.id), listVotingElectors(app.db, row.id), row.rulePack, row.electorate.total);
}

/** A hand-off as it stands. */
export function describeHandoff(app: App, row: HandoffRow): HandoffView {
  return { id: row.id, executor: row.executor, onchainId: row.onchainId, state: findNewestState(app.db, row.id) };
}

function view(app: App, row: ProposalRow): ProposalView {
  const { id, title, body, author, openedAt, closesAt, actionsHash, hash, rulePack, electorate, predicted } = row;
  const count = countVote(app, row);
  const handoffRow = findHandoffOf(app.db, id);
  const handoff = handoffRow && describeHandoff(app, handoffRow);
  const state = proposalState({
    now: app.now(),
    closesAt,
    closed: findEvent(app.db, id, "vote-closed") !== undefined,
    outcome: count.outcome,
    handedOff: handoff !== undefined,
    executed: handoff?.state === "executed",
  });
  const changes = row.actions.map((action) => describeAction(app, action));
  return {
    id,
    title,
    body,
    author,
    state,
    openedAt,
    closesAt,
    changes,
    actionsHash,
    hash,
    rulePack,
    electorate,
    tally: count,
    predicted,
    handoff,
    root: findRoot(app, id),
  };
}
