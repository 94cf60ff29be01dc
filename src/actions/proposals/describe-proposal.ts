import { findEvent, listEventsOfKind } from "../../../db/events.ts";
import { findHandoffOf, findNewestState, type HandoffRow } from "../../../db/handoffs.ts";
import { findProposal, listProposals as listRows, type ProposalRow } from "../../../db/proposals.ts";
import { findVote, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Decision } from "../../core/governance/decision.ts";
import type { FrozenElectorate } from "../../core/governance/electorate/source.ts";
import { type ProposalState, proposalState, type Stage } from "../../core/governance/life-stage.ts";
import type { MoveReason } from "../../core/governance/moments.ts";
import type { Action, Prediction, ValueChange } from "../../core/governance/proposal.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import type { Scrutiny } from "../../core/governance/scrutiny.ts";
import { describeLines } from "../calls/describe-action.ts";
import { findScrutiny } from "../calls/scrutinize.ts";
import { nameChains } from "../name-chain.ts";
import { findRoot } from "../votes/bundle-vote.ts";
import { findEnd } from "../votes/move-end.ts";
import { countStored } from "../votes/vote-facts.ts";
import { requireContent, requireVote, wasShown } from "./find-proposal.ts";
import { findSimilar } from "./find-similar.ts";

/** One change a proposal asks for, in words: what the card shows. */
export type ChangeView = {
  action: Action;
  /** The parameter it sets, with raw values; undefined for what sets none. */
  value: ValueChange | undefined;
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

/** Why a proposal ended other than by its vote, and who did it; nobody where Steward did. */
export type EndedView = { by: string; reason: string };

/** Everything any card or post says about a proposal that has come to its vote, derived from stored facts. */
export type ProposalView = {
  id: number;
  title: string;
  body: string;
  author: string;
  state: ProposalState;
  openedAt: number;
  /** The end as it stands, and why it was moved. */
  closesAt: number;
  moved: MoveReason | undefined;
  /** When it can be handed off, and until when; undefined where the rules set no such time. */
  executableFrom: number | undefined;
  executableUntil: number | undefined;
  changes: readonly ChangeView[];
  /** What was found in its calls when they were last looked at; undefined where it asks for none, or nobody looked. */
  scrutiny: Scrutiny | undefined;
  /** Names of what can be chosen; empty where ballots take sides. */
  choices: readonly string[];
  actionsHash: string;
  hash: string;
  rulePack: RulePack<Counting>;
  electorate: FrozenElectorate;
  /** The count as it stands; undefined while it is secret. */
  decision: Decision | undefined;
  /** Ids that follow from the actions, known before the vote opens. */
  predicted: readonly Prediction[];
  handoff: HandoffView | undefined;
  /** Of the bundle, by which anybody can count the vote again; undefined until it is closed. */
  root: string | undefined;
  ended: EndedView | undefined;
  /** Earlier proposals that look much like it; told while it is open. */
  similar: readonly { id: number; title: string }[];
  /** What the chains of its electorate and its calls are called, by chain id. */
  chainNames: Readonly<Record<number, string>>;
};

/** A proposal in a line or two. */
export type ProposalSummary = {
  id: number;
  title: string;
  author: string;
  state: ProposalState;
  /** When that state ends, or the vote ended; undefined where nothing says so. */
  until: number | undefined;
  /** How many voted; undefined before the vote, and while it is secret. */
  voters: number | undefined;
  /** Whether it asks the chain for anything. */
  asksChain: boolean;
};

/** Which proposals to list; without a filter all of them that are shown, newest first. */
export type ProposalsFilter = { author?: string; stages?: readonly Stage[]; limit?: number };

/** A proposal that has come to its vote, as its stored facts say it is now; Refusal where there is none. */
export function describeProposal(app: App, id: number): ProposalView {
  const vote = requireVote(app, id);
  const { title, body, author, openedAt, choices, actionsHash, hash, rulePack, electorate, predicted } = vote;
  const decision = countStored(app, vote);
  const handoffRow = findHandoffOf(app.db, id);
  const handoff = handoffRow && describeHandoff(app, handoffRow);
  const closesAt = findEnd(app, vote);
  const state = stateOf(app, findProposal(app.db, id), closesAt, decision, handoff);
  return {
    ...{
      id,
      title,
      body,
      author,
      state,
      openedAt,
      closesAt,
      choices,
      actionsHash,
      hash,
      rulePack,
      electorate,
      predicted,
    },
    moved: findMove(app, id),
    ...executable(app, vote),
    changes: vote.actions.flatMap((action) => describeLines(app, action)),
    scrutiny: findScrutiny(app, id),
    decision: isHidden(app, vote) ? undefined : decision,
    handoff,
    root: findRoot(app, id),
    ended: findEnded(app, id),
    similar: state === "voting" ? findSimilar(app, id) : [],
    chainNames: nameChains(app),
  };
}

/** Proposals as they are now, newest first; drafts are their authors' alone. */
export function listProposals(app: App, { author, stages, limit }: ProposalsFilter = {}): ProposalSummary[] {
  const rows = listRows(app.db, {
    ...(author === undefined ? {} : { author }),
    ...(stages === undefined ? {} : { stages }),
    ...(limit === undefined ? {} : { limit }),
  });
  const shown = author === undefined ? rows.filter((row) => wasShown(app, row)) : rows;
  return shown.map((row) => summarize(app, row));
}

/** A hand-off as it stands. */
export function describeHandoff(app: App, row: HandoffRow): HandoffView {
  return { id: row.id, executor: row.executor, onchainId: row.onchainId, state: findNewestState(app.db, row.id) };
}

/** When a passed vote may be handed off, by its rules: after its timelock, and not after its grace. */
export function executable(app: App, vote: VoteRow): Pick<ProposalView, "executableFrom" | "executableUntil"> {
  const { timelockSeconds, graceSeconds } = vote.rulePack.life ?? {};
  if (timelockSeconds === undefined && graceSeconds === undefined)
    return { executableFrom: undefined, executableUntil: undefined };
  const from = findEnd(app, vote) + (timelockSeconds ?? 0);
  return { executableFrom: from, executableUntil: graceSeconds === undefined ? undefined : from + graceSeconds };
}

/** Who ended a proposal other than by its vote, and why. */
export function findEnded(app: App, id: number): EndedView | undefined {
  const event = listEventsOfKind(app.db, id, ["proposal-withdrawn", "proposal-cancelled", "proposal-vetoed"]).at(-1);
  if (event === undefined) return undefined;
  const { reason } = JSON.parse(event.body) as { reason?: string };
  return { by: event.actor, reason: reason ?? "" };
}

function summarize(app: App, row: ProposalRow): ProposalSummary {
  const { id, author, stage, until } = row;
  const vote = findVote(app.db, id);
  if (vote === undefined) {
    const { title, actions } = requireContent(app, id);
    const own = { id, title, author, state: stage as ProposalState, until: until ?? undefined };
    return { ...own, voters: undefined, asksChain: actions.length > 0 };
  }
  const decision = countStored(app, vote);
  const closesAt = findEnd(app, vote);
  const handoffRow = findHandoffOf(app.db, id);
  const state = stateOf(app, row, closesAt, decision, handoffRow && describeHandoff(app, handoffRow));
  const voters = isHidden(app, vote) ? undefined : votersOf(decision);
  return { id, title: vote.title, author, state, until: closesAt, voters, asksChain: vote.actions.length > 0 };
}

/** How many people's ballots count: where houses vote, those of the fuller one, since a person may be in both. */
function votersOf({ turnout, houses }: Decision): number {
  if (houses === undefined) return turnout.voters;
  return Math.max(0, ...Object.values(houses).map((house) => house.turnout.voters));
}

function stateOf(
  app: App,
  row: ProposalRow | undefined,
  closesAt: number,
  { outcome }: Decision,
  handoff: HandoffView | undefined,
): ProposalState {
  return proposalState({
    now: app.now(),
    stage: row?.stage ?? "voting",
    closesAt,
    outcome,
    handedOff: handoff !== undefined,
    executed: handoff?.state === "executed",
  });
}

/** A secret vote that was broken off before its count stays secret: its ballots were given for one that never came. */
function isHidden(app: App, { id, rulePack }: VoteRow): boolean {
  return rulePack.secret === true && findEvent(app.db, id, "vote-closed") === undefined;
}

function findMove(app: App, id: number): MoveReason | undefined {
  const moved = listEventsOfKind(app.db, id, ["end-moved"]).at(-1);
  return moved && (JSON.parse(moved.body) as { why: MoveReason }).why;
}
