import { addEvent, listEventsOfKind } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { findProposal, findRevision } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { nextStage, type ProposalContent } from "../../core/governance/life-stage.ts";
import type { Action } from "../../core/governance/proposal.ts";
import type { Scrutiny } from "../../core/governance/scrutiny.ts";
import { Halt, Refusal, Transient } from "../../errors.ts";
import { planAction } from "../calls/plan-action.ts";
import { lookAgain, storeScrutiny } from "../calls/scrutinize.ts";
import { announceVote, prepareVote, type ReadyVote, storeVote } from "../votes/open-vote.ts";
import { enter } from "./begin-proposal.ts";
import { endProposal } from "./end-proposal.ts";
import { requireContent, requireProposal } from "./find-proposal.ts";
import { queueCard } from "./queue-card.ts";

/** Takes a proposal whose stage is over into the next, or opens its vote; true where it moved. What cannot be opened stays, and says why. */
export async function advanceProposal(app: App, id: number): Promise<boolean> {
  try {
    return await advance(app, id);
  } catch (error) {
    // It is tried again by itself, but its time has come: whoever looks at the card should know why nothing happens.
    if (error instanceof Transient) noteObstacle(app, id, error.message);
    throw error;
  }
}

async function advance(app: App, id: number): Promise<boolean> {
  const { stage, until } = requireProposal(app, id);
  if ((stage !== "review" && stage !== "pending") || until === null || until > app.now()) return false;
  const revision = findRevision(app.db, id)?.seq;
  const content = requireContent(app, id);
  const next = nextStage(content.rulePack.life, stage);
  if (next !== "open") {
    return immediate(app.db, () => {
      if (!isStill(app, id, stage, until)) return false;
      enter(app, { id, actor: "", at: until, stage: next, content, ready: undefined });
      return true;
    });
  }
  const renewed = await renew(app, content);
  if ("impossible" in renewed) return giveUp(app, id, stage, until, renewed.impossible);
  const prepared = await prepare(app, id, renewed);
  if (prepared === undefined) return false;
  const { ready, scrutiny } = prepared;
  return immediate(app.db, () => {
    if (!isStill(app, id, stage, until) || findRevision(app.db, id)?.seq !== revision) return false;
    const { author } = requireProposal(app, id);
    storeScrutiny(app, id, scrutiny);
    const { closesAt } = storeVote(app, { id, author, openedAt: app.now() }, ready);
    announceVote(app, id, closesAt);
    app.wake("deliver-outbox");
    return true;
  });
}

function isStill(app: App, id: number, stage: string, until: number): boolean {
  const row = findProposal(app.db, id);
  return row?.stage === stage && row.until === until;
}

/** The calls as they follow from what was asked, on the chain as it is now; they must be the very ones that were shown. */
async function renew(app: App, content: ProposalContent): Promise<ProposalContent | { impossible: string }> {
  const { asks, actions: shown } = content;
  try {
    const actions: Action[] = [];
    for (const ask of asks) actions.push(await planAction(app, ask));
    const isSame = actions.every(({ calldata, target, value }, index) => {
      const was = shown[index];
      return was?.calldata === calldata && was.target === target && was.value === value;
    });
    if (!isSame) return { impossible: "The config means something else by it now than what was shown." };
    return { ...content, actions };
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof Halt) throw error;
    return { impossible: error.message };
  }
}

type Prepared = { ready: ReadyVote; scrutiny: Scrutiny | undefined };

/** What a vote needs, or undefined where that cannot be had now, which the card then says. */
async function prepare(app: App, id: number, content: ProposalContent): Promise<Prepared | undefined> {
  try {
    const scrutiny = await lookAgain(app, content);
    return { ready: await prepareVote(app, content), scrutiny };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    noteObstacle(app, id, [error.message, error.hint].filter(Boolean).join(" "));
    app.log.warn(`The vote on proposal #${id} could not be opened: ${error.message}`, error.context);
    return undefined;
  }
}

function noteObstacle(app: App, id: number, reason: string): void {
  immediate(app.db, () => {
    if (findObstacle(app, id) === reason) return;
    addEvent(app.db, { at: app.now(), kind: "opening-failed", proposal: id, body: { reason } });
    queueCard(app, id);
    app.wake("deliver-outbox");
  });
}

/** Why a vote that is due could not be opened when it last was tried. */
export function findObstacle(app: App, id: number): string | undefined {
  const event = listEventsOfKind(app.db, id, ["opening-failed"]).at(-1);
  return event && (JSON.parse(event.body) as { reason: string }).reason;
}

function giveUp(app: App, id: number, stage: string, until: number, reason: string): boolean {
  return immediate(app.db, () => {
    if (!isStill(app, id, stage, until)) return false;
    endProposal(app, { id, end: "cancelled", actor: "", reason });
    return true;
  });
}
