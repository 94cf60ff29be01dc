import { randomBytes } from "node:crypto";
import { addBallot, findCurrentBallot } from "../../db/ballots.ts";
import { addElectors, listElectorsOf } from "../../db/electors.ts";
import { addEvent, findEvent } from "../../db/events.ts";
import { claimInteraction } from "../../db/interactions.ts";
import { immediate } from "../../db/open.ts";
import { raiseRevision } from "../../db/outbox.ts";
import type { ProposalRow } from "../../db/proposals.ts";
import { listWallets } from "../../db/wallets.ts";
import type { App } from "../app.ts";
import { type BallotChoice, isNewer, parseChoice } from "../core/governance/ballot.ts";
import { receiptCode } from "../core/governance/bundle/history.ts";
import { ballotLateness } from "../core/governance/proposal.ts";
import { Refusal, Repeated } from "../errors.ts";
import { admitWallets, sortNewWallets } from "./admit-wallets.ts";
import { checkMember } from "./check-roles.ts";
import { requireProposal } from "./describe-proposal.ts";

/** A member's click; the interaction's own time decides whether it is in time. */
export type CastVote = {
  interaction: { id: string; sentAtMs: number };
  proposal: number;
  member: string;
  roles: readonly string[];
  choice: string;
  reason?: string;
};

/** What was recorded: the choice that counts now, its weight in smallest units, and what counted before. */
export type CastResult = {
  proposal: Pick<ProposalRow, "id" | "title" | "closesAt" | "electorate">;
  weight: bigint;
  choice: BallotChoice;
  /** By which the voter finds the ballot in the bundle. */
  code: string;
  previous?: BallotChoice;
};

/** Longest reason kept, in characters. */
const LONGEST = 1_000;

/** Records a ballot durably before it returns. Asks a chain only for wallets linked since the vote opened. */
export async function castVote(app: App, request: CastVote): Promise<CastResult> {
  const proposal = requireProposal(app, request.proposal);
  const choice = parseChoice(request.choice);
  checkOpen(app, proposal, request);
  const { free } = sortNewWallets(app, proposal, request.member);
  if (free.length > 0) await admitWallets(app, proposal, free);
  const recorded = immediate(app.db, () => record(app, proposal, request, choice));
  app.wake("deliver-outbox");
  return { proposal, ...recorded };
}

function record(
  app: App,
  proposal: ProposalRow,
  request: CastVote,
  choice: BallotChoice,
): Omit<CastResult, "proposal"> {
  const { interaction, member } = request;
  const now = app.now();
  if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This vote has been recorded already.");
  checkOpen(app, proposal, request);
  const weight = weightOf(app, proposal, member);
  const before = findCurrentBallot(app.db, proposal.id, member);
  const reason = request.reason?.slice(0, LONGEST) ?? null;
  const row = { id: interaction.id, proposal: proposal.id, member, choice, reason, castAtMs: interaction.sentAtMs };
  addBallot(app.db, row);
  // Without the salt, whoever knows a digest of the chain could guess the ballot behind it.
  const body = { ...row, weight, salt: randomBytes(16).toString("hex") };
  const { hash } = addEvent(app.db, { at: now, kind: "ballot-cast", proposal: proposal.id, actor: member, body });
  raiseRevision(app.db, `proposal-card:${proposal.id}`);
  const counts = before !== undefined && isNewer(before.id, interaction.id) ? before.choice : choice;
  return {
    weight,
    choice: counts,
    code: receiptCode(hash),
    ...(before === undefined ? {} : { previous: before.choice }),
  };
}

function checkOpen(
  app: App,
  { id, openedAt, closesAt, electorate }: ProposalRow,
  { interaction, roles }: CastVote,
): void {
  checkMember(app, roles);
  const { source } = electorate;
  if (source.kind === "role" && !source.roles.some((role) => roles.includes(role))) {
    throw new Refusal("You do not carry a role that may vote on this.");
  }
  const late = ballotLateness(interaction.sentAtMs, { openedAt, closesAt });
  if (late !== undefined) throw new Refusal(`${late} Your click was not recorded.`);
  if (findEvent(app.db, id, "vote-closed"))
    throw new Refusal("This vote has been counted. Your click was not recorded.");
}

function weightOf(app: App, proposal: ProposalRow, member: string): bigint {
  const { source } = proposal.electorate;
  if (source.kind === "role") addElectors(app.db, [{ proposal: proposal.id, voter: member, member, weight: 1n }]);
  const weight = listElectorsOf(app.db, proposal.id, member).reduce((sum, elector) => sum + elector.weight, 0n);
  if (weight > 0n) return weight;
  const symbol = source.kind === "votes" ? source.symbol : "";
  if (listWallets(app.db, member).length === 0) {
    throw new Refusal("You have no linked wallet.", {
      hint: "Link the wallet that holds your votes with /wallet link, then vote again.",
    });
  }
  if (sortNewWallets(app, proposal, member).taken.length > 0) {
    throw new Refusal(
      "Your wallet was linked to another member when this vote opened or since, so it cannot vote here again.",
    );
  }
  throw new Refusal(`Your linked wallets had no ${symbol} votes when this vote opened.`, {
    hint: "Votes count once they are delegated, to yourself or to another, before a vote opens.",
  });
}
