import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import {
  addProposal,
  countBegun,
  findRevision,
  listProposals,
  type RevisionRow,
  setStage,
} from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { nextStage, type ProposalContent, type Stage, stageSeconds } from "../../core/governance/life-stage.ts";
import { DAY } from "../../core/seconds.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { storeScrutiny } from "../calls/scrutinize.ts";
import { checkMember } from "../check-roles.ts";
import { prepareVote, type ReadyVote, storeVote } from "../votes/open-vote.ts";
import { checkProposer } from "./check-proposer.ts";
import { requireProposal } from "./find-proposal.ts";
import { queueCard } from "./queue-card.ts";
import { renewDraft } from "./renew-draft.ts";
import { type AskRequest, type PollRequest, writeAsked, writePoll } from "./write-content.ts";

/** Who asks, and when Discord says they did. */
export type Asker = { interaction: { id: string; sentAtMs: number }; author: string; roles: readonly string[] };

/** A proposal as a member asks for it; `draft` keeps it from the others until its author submits it. */
export type BeginProposal = Asker & { draft?: boolean | undefined } & (AskRequest | { poll: PollRequest });

/** What was begun, and in which stage it stands. */
export type Begun = { id: number; stage: Stage };

/** Stages in which a proposal takes one of the places its author has. */
const UNDER_WAY: readonly Stage[] = ["sponsoring", "review", "pending", "voting"];

/** Begins a proposal: as a draft, in the first stage that its rules ask for, or with its vote open at once where they ask for none. */
export async function beginProposal(app: App, request: BeginProposal): Promise<Begun> {
  const { author, roles, draft } = request;
  checkMember(app, roles);
  checkLimits(app, author, draft === true);
  const content = "asks" in request ? await writeAsked(app, request) : writePoll(app, request.poll);
  if (draft) return { id: immediate(app.db, () => store(app, request, content, "draft")), stage: "draft" };
  const stage = nextStage(content.rulePack.life, "draft");
  const ready = await readyFor(app, request, content, stage);
  const id = immediate(app.db, () => {
    const begun = store(app, request, content, ready === undefined ? "draft" : "voting");
    enter(app, { id: begun, actor: author, at: openedAt(request), stage, content, ready });
    return begun;
  });
  app.wake("deliver-outbox");
  return { id, stage: stage === "open" ? "voting" : stage };
}

/** Submits a draft: from here on all see it, and it takes the way that its rules ask for. */
export async function submitProposal(app: App, request: Asker & { proposal: number }): Promise<Begun> {
  const { author, roles, proposal: id } = request;
  checkMember(app, roles);
  const { seq, content: written } = requireDraft(app, id, author);
  checkLimits(app, author, false, id);
  const content = await renewDraft(app, written);
  const stage = nextStage(content.rulePack.life, "draft");
  const ready = await readyFor(app, request, content, stage);
  immediate(app.db, () => {
    claim(app, request);
    if (requireDraft(app, id, author).seq !== seq)
      throw new Refusal(`Proposal #${id} was edited meanwhile.`, { hint: "Look at it again, then submit it." });
    checkLimits(app, author, false, id);
    // Its calls have just been written anew, and looked at.
    if (content.scrutiny !== undefined) storeScrutiny(app, id, { ...content.scrutiny, when: "opening" });
    enter(app, { id, actor: author, at: openedAt(request), stage, content, ready });
  });
  app.wake("deliver-outbox");
  return { id, stage: stage === "open" ? "voting" : stage };
}

/** A step into a stage, or into the vote that was prepared. */
type Step = {
  id: number;
  actor: string;
  at: number;
  stage: Stage | "open";
  content: ProposalContent;
  ready: ReadyVote | undefined;
};

/** Takes a proposal into a stage before its vote, or opens the vote; belongs into one transaction with what led to it. */
export function enter(app: App, { id, actor, at, stage, content, ready }: Step): void {
  if (stage === "open") {
    if (ready === undefined) throw new TypeError("A vote is opened only when it has been prepared.");
    storeVote(app, { id, author: requireProposal(app, id).author, openedAt: at }, ready);
    return;
  }
  const seconds = stageSeconds(content.rulePack.life, stage);
  const until = seconds === undefined ? null : at + seconds;
  setStage(app.db, id, { stage, since: at, until });
  addEvent(app.db, { at: app.now(), kind: `${stage}-began`, proposal: id, actor, body: { until } });
  queueCard(app, id);
  app.wake("advance-proposals");
}

async function readyFor(
  app: App,
  asker: Asker,
  content: ProposalContent,
  stage: Stage | "open",
): Promise<ReadyVote | undefined> {
  const ready = stage === "open" ? await prepareVote(app, content) : undefined;
  await checkProposer(app, asker, content, ready);
  return ready;
}

function store(app: App, request: BeginProposal, content: ProposalContent, stage: Stage): number {
  const now = app.now();
  claim(app, request);
  checkLimits(app, request.author, stage === "draft" && request.draft === true);
  const row = { author: request.author, createdAt: now, stage, since: now, until: null };
  const id = addProposal(app.db, row, content);
  addEvent(app.db, {
    at: now,
    kind: "proposal-written",
    proposal: id,
    actor: request.author,
    body: { title: content.title },
  });
  return id;
}

function claim(app: App, { interaction }: Asker): void {
  if (!claimInteraction(app.db, interaction.id, app.now()))
    throw new Repeated("This proposal has been taken up already.");
}

function requireDraft(app: App, id: number, author: string): RevisionRow {
  const { stage, author: owner } = requireProposal(app, id);
  if (owner !== author) throw new Refusal(`Proposal #${id} is not yours to submit.`);
  if (stage !== "draft") throw new Refusal(`Proposal #${id} has been submitted already.`);
  const revision = findRevision(app.db, id);
  if (revision === undefined) throw new Error(`Proposal #${id} has no content`);
  return revision;
}

/** Discord's clock decides whether a ballot is in time, so a vote begins and ends by it too. */
function openedAt({ interaction }: Asker): number {
  return Math.floor(interaction.sentAtMs / 1000);
}

function checkLimits(app: App, author: string, isDraft: boolean, submitted?: number): void {
  const { openPerAuthor, perAuthorPerDay } = app.config.voting;
  if (submitted === undefined && countBegun(app.db, author, app.now() - DAY) >= perAuthorPerDay) {
    throw new Refusal(
      `You have begun ${perAuthorPerDay} proposals within 24 hours, which is the most one member may.`,
      {
        hint: "Edit one of them with /proposal edit, or come back tomorrow.",
      },
    );
  }
  if (isDraft) return;
  // A vote that has ended takes no place, even before it is counted.
  const open = listProposals(app.db, { author, stages: UNDER_WAY }).filter(
    ({ stage, until }) => stage !== "voting" || until === null || until > app.now(),
  );
  if (open.length < openPerAuthor) return;
  const ids = open.map(({ id }) => `#${id}`).join(", ");
  throw new Refusal(`You have ${open.length} under way already: ${ids}.`, {
    hint: "Propose again when that has ended, or withdraw one that is not open for votes yet with /proposal withdraw.",
  });
}
