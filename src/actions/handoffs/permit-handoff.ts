import type { Address, Hex } from "viem";
import { addEvent, type EventRow, findEventAt, listEventsOfKind } from "../../../db/events.ts";
import { findStandingHandoff } from "../../../db/handoffs.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import type { VoteRow } from "../../../db/votes.ts";
import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { type PermitFacts, permitJson, recoverPermitSigner } from "../../core/governance/handoff-permit.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { checkRole } from "../check-roles.ts";
import { describeProposal, type ProposalView } from "../proposals/describe-proposal.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { checkFreeze } from "./freeze-handoffs.ts";
import { type HandoffRequest, type PreparedHandoff, prepareHandoff, readyHandoff } from "./prepare-handoff.ts";

/** A hand-off that one treasurer asked for, and that waits for a second. */
export type AskedHandoff = {
  /** Number of its event. */
  id: number;
  proposal: number;
  askedBy: string;
  executor: string;
  onchainId: string;
  /** Unix seconds; from then on it has to be asked for anew. */
  validUntil: number;
};

/** What a second treasurer signs, and with which wallets. */
export type PermitView = { asked: AskedHandoff; proposal: ProposalView; wallets: readonly Address[]; json: string };

/** What was asked for, whether it was handed off since, and whether it can still be permitted. */
export type AskedView = { asked: AskedHandoff; proposal: ProposalView; isDone: boolean; isOpen: boolean };

const ASKED = "handoff-asked";

/** Whether a proposal's hand-off still takes a second treasurer. */
export function needsPermit({ config, db }: App, proposal: number): boolean {
  return config.handoffs.treasurers === 2 && findStandingHandoff(db, proposal) === undefined;
}

/** Asks for a hand-off that a second treasurer has to permit; who asks again gets what was asked for already. */
export async function askHandoff(app: App, request: HandoffRequest): Promise<AskedHandoff> {
  const { vote, executor, onchainId } = await readyHandoff(app, request);
  const seq = immediate(app.db, () => {
    const now = app.now();
    if (!claimInteraction(app.db, request.interaction.id, now)) throw new Repeated("This has been asked for already.");
    checkFreeze(app);
    const open = findAsked(app, vote.id);
    if (open !== undefined && open.onchainId === onchainId && open.validUntil > now) return open.id;
    const validUntil = now + app.config.handoffs.permitSeconds;
    const body = { executor: executor.name, onchainId, validUntil };
    const event = addEvent(app.db, { at: now, kind: ASKED, proposal: vote.id, actor: request.treasurer, body });
    const destination = app.config.channels.executions ?? app.config.channels.proposals;
    addOutbox(app.db, { key: askedKey(event.seq), kind: ASKED, refs: { asked: event.seq }, destination, now });
    return event.seq;
  });
  app.wake("deliver-outbox");
  return requireAsked(app, seq);
}

/** What was asked for, by the number of its event. */
export function requireAsked(app: App, id: number): AskedHandoff {
  const event = findEventAt(app.db, id, ASKED);
  if (event === undefined) throw new Refusal("Nobody asked for such a hand-off.");
  return read(event);
}

/** What was asked for as it stands, for everybody to see. */
export function describeAsked(app: App, id: number): AskedView {
  const asked = requireAsked(app, id);
  const isDone = findStandingHandoff(app.db, asked.proposal, asked.executor) !== undefined;
  const isOpen = !isDone && app.now() < asked.validUntil;
  return { asked, proposal: describeProposal(app, asked.proposal), isDone, isOpen };
}

/** What a second treasurer has to sign; Refusal where it needs no permit, or this treasurer cannot give it. */
export function describePermit(
  app: App,
  { asked: id, treasurer, roles }: { asked: number; treasurer: string; roles: readonly string[] },
): PermitView {
  checkRole(app, "treasurer", roles);
  checkFreeze(app);
  const asked = requireAsked(app, id);
  const vote = requireVote(app, asked.proposal);
  checkOpen(app, asked);
  if (asked.askedBy === treasurer) throw new Refusal("You asked for it yourself: another treasurer has to permit it.");
  const wallets = walletsOf(app, asked, treasurer);
  return { asked, proposal: describeProposal(app, vote.id), wallets, json: permitJson(factsOf(app, asked, treasurer)) };
}

/** Prepares a hand-off that was asked for, if a second treasurer's wallet has signed its permit; every check is made again. */
export async function permitHandoff(
  app: App,
  request: Omit<HandoffRequest, "proposal"> & { asked: number; signature: string },
): Promise<PreparedHandoff> {
  const { treasurer, signature: text } = request;
  const { asked, wallets } = describePermit(app, request);
  const wallet = await recoverPermitSigner(factsOf(app, asked, treasurer), text);
  if (!wallets.includes(wallet)) {
    throw new Refusal(`${wallet} signed that, or it signs another text; none of the wallets that may did.`, {
      hint: `Sign the text as it stands with ${wallets.slice(0, 3).join(" or ")}.`,
    });
  }
  const signature = text.trim().toLowerCase() as Hex;
  const body = { asked: asked.id, wallet, signature };
  return prepareHandoff(
    app,
    { ...request, proposal: asked.proposal, treasurer: asked.askedBy },
    {
      onchainId: asked.onchainId,
      note: (vote: VoteRow) => {
        if (!describePermit(app, request).wallets.includes(wallet)) throw new Refusal(`${wallet} is no longer yours.`);
        addEvent(app.db, { at: app.now(), kind: "handoff-permitted", proposal: vote.id, actor: treasurer, body });
        raiseRevision(app.db, askedKey(asked.id));
      },
    },
  );
}

const askedKey = (id: number) => `handoff-asked:${id}`;

function findAsked(app: App, proposal: number): AskedHandoff | undefined {
  const newest = listEventsOfKind(app.db, proposal, [ASKED]).at(-1);
  return newest && read(newest);
}

function read({ seq, proposal, actor, body }: EventRow): AskedHandoff {
  const facts = JSON.parse(body) as Pick<AskedHandoff, "executor" | "onchainId" | "validUntil">;
  return { id: seq, proposal: proposal ?? 0, askedBy: actor, ...facts };
}

function checkOpen(app: App, { proposal, executor, validUntil }: AskedHandoff): void {
  if (findStandingHandoff(app.db, proposal, executor) !== undefined)
    throw new Refusal(`Proposal #${proposal} has been handed off already.`);
  if (app.now() >= validUntil)
    throw new Refusal(`That was asked for too long ago to permit it.`, { hint: `Ask again: /execute ${proposal}.` });
}

/** Wallets linked long enough before it was asked for: whoever steals an account can link one of their own. */
function walletsOf(app: App, asked: AskedHandoff, treasurer: string): Address[] {
  const { walletAgeSeconds } = app.config.handoffs;
  const askedAt = findEventAt(app.db, asked.id, ASKED)?.at ?? 0;
  const linked = listWallets(app.db, treasurer);
  const old = linked.filter(({ linkedAt }) => linkedAt + walletAgeSeconds <= askedAt);
  if (old.length > 0) return old.map(({ address }) => address);
  throw new Refusal(
    linked.length === 0
      ? "You have no linked wallet to sign a permit with."
      : "Your wallets were linked too short a time before this was asked for.",
    { hint: "Another treasurer can permit it; link your wallet with /wallet link for the next time." },
  );
}

function factsOf(app: App, { proposal, ...asked }: AskedHandoff, permittedBy: string): PermitFacts {
  const { id, title, hash, actionsHash } = requireVote(app, proposal);
  const { executor, onchainId, askedBy, validUntil } = asked;
  return {
    server: app.config.server,
    proposal: { id, title, hash, actionsHash },
    ...{ executor, onchainId, askedBy, permittedBy, validUntil },
  };
}
