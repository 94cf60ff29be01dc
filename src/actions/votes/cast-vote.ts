import { randomBytes } from "node:crypto";
import { addBallot, findCurrentBallot } from "../../../db/ballots.ts";
import { listVoteDelegations } from "../../../db/delegations.ts";
import { listElectorsOf } from "../../../db/electors.ts";
import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import type { VoteRow } from "../../../db/votes.ts";
import { listWallets, type WalletRow } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { isNewer } from "../../core/governance/ballots/current-ballots.ts";
import { admitChoice, type WrittenChoice } from "../../core/governance/ballots/written-choice.ts";
import { receiptCode } from "../../core/governance/bundle/history.ts";
import { countVote } from "../../core/governance/count-vote.ts";
import { canSettle, isFinal, lateQuorumSeconds } from "../../core/governance/moments.ts";
import { Refusal, Repeated, Transient } from "../../errors.ts";
import { checkMember } from "../check-roles.ts";
import { unitOf } from "../proposals/check-proposer.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { raiseCounts } from "../proposals/queue-card.ts";
import { admitByRole, admitWallets, sortNewWallets } from "./admit-wallets.ts";
import { findEnd, moveEnd } from "./move-end.ts";
import { noteDelegateVote } from "./note-delegate-vote.ts";
import { housesOf } from "./read-weights.ts";
import { readVoteFacts } from "./vote-facts.ts";
import { whyClosed } from "./why-closed.ts";

/** A member's click; the interaction's own time decides whether it is in time. */
export type CastVote = {
  interaction: { id: string; sentAtMs: number };
  proposal: number;
  member: string;
  roles: readonly string[];
  /** As a button, a form or a text says it: whatever `readChoice` understands. */
  choice: unknown;
  reason?: string | undefined;
};

/** What was recorded: the choice that counts now, its weight in smallest units, and what counted before. */
export type CastResult = {
  ballot: string;
  vote: VoteRow;
  closesAt: number;
  /** In each house in which the member has a vote. */
  weights: readonly { house: string; weight: bigint }[];
  /** How many let this member vote for them. */
  delegators: number;
  choice: WrittenChoice;
  /** Wallets linked since the vote opened that no chain could be asked about: they weigh nothing until the member votes again. */
  unweighed: number;
  /** By which the voter finds the ballot in the bundle. */
  code: string;
  previous?: WrittenChoice;
};

/** Longest reason kept, in characters. */
const LONGEST = 1_000;

/** Records a ballot durably before it returns. Asks a chain only for wallets linked since the vote opened. */
export async function castVote(app: App, request: CastVote): Promise<CastResult> {
  const vote = requireVote(app, request.proposal);
  const choice = admitChoice(vote.rulePack, vote.choices, request.choice);
  checkOpen(app, vote, request);
  const { free } = sortNewWallets(app, vote, request.member);
  // Without a wallet to ask about, the ballot is recorded before anything is waited for.
  const unweighed = free.length === 0 ? 0 : await admitOrCount(app, vote, request.member, free);
  const recorded = immediate(app.db, () => record(app, vote, request, choice));
  if (canSettle(vote.rulePack)) app.wake("close-votes");
  app.wake("deliver-outbox");
  return { vote, closesAt: findEnd(app, vote), unweighed, ...recorded };
}

/** Gives new wallets their weight; where no chain can be asked, whoever has weight already is not kept from voting with it. Gives how many got none. */
async function admitOrCount(app: App, vote: VoteRow, member: string, free: readonly WalletRow[]): Promise<number> {
  try {
    await admitWallets(app, vote, free);
    return 0;
  } catch (error) {
    // A ballot that stands once it is cast must not be cast with a part of its weight.
    const canVote = listElectorsOf(app.db, vote.id, member).length > 0 && !isFinal(vote.rulePack);
    if (!(error instanceof Transient) || !canVote) throw error;
    return free.length;
  }
}

function record(
  app: App,
  vote: VoteRow,
  request: CastVote,
  choice: WrittenChoice,
): Omit<CastResult, "vote" | "closesAt" | "unweighed"> {
  const { interaction, member } = request;
  const now = app.now();
  if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This vote has been recorded already.");
  checkOpen(app, vote, request);
  admitByRole(app, vote, member, request.roles);
  const delegators = listVoteDelegations(app.db, vote.id, { to: member }).length;
  const weights = weightsOf(app, vote, member, delegators);
  const before = findCurrentBallot(app.db, vote.id, member);
  if (before !== undefined && isFinal(vote.rulePack))
    throw new Refusal("You have voted, and by these rules a ballot stands once it is cast.");
  const reason = request.reason?.slice(0, LONGEST) ?? null;
  const row = { id: interaction.id, proposal: vote.id, member, choice, reason, castAtMs: interaction.sentAtMs };
  addBallot(app.db, row);
  // Without the salt, whoever knows a digest of the chain could guess the ballot behind it.
  const body = { ...row, weight: recordedWeight(weights), salt: randomBytes(16).toString("hex") };
  const { hash } = addEvent(app.db, { at: now, kind: "ballot-cast", proposal: vote.id, actor: member, body });
  extendForQuorum(app, vote, interaction.sentAtMs);
  noteDelegateVote(app, vote, member);
  raiseCounts(app, vote.id);
  const counts = before !== undefined && isNewer(before.id, interaction.id) ? before.choice : choice;
  return {
    ballot: interaction.id,
    weights,
    delegators,
    choice: counts,
    code: receiptCode(hash),
    ...(before === undefined ? {} : { previous: before.choice }),
  };
}

/** One number where there is one house; else one for each house. */
function recordedWeight(weights: readonly { house: string; weight: bigint }[]): bigint | Record<string, bigint> {
  const [only] = weights;
  if (weights.length === 1 && only?.house === "") return only.weight;
  return Object.fromEntries(weights.map(({ house, weight }) => [house, weight]));
}

/** A ballot that completes the quorum shortly before the end gives the others time to answer, where the rules say so. */
function extendForQuorum(app: App, vote: VoteRow, sentAtMs: number): void {
  const seconds = lateQuorumSeconds(vote.rulePack);
  const end = findEnd(app, vote);
  if (seconds === 0 || Math.floor(sentAtMs / 1000) + seconds <= end) return;
  const { deadline } = countVote(readVoteFacts(app, vote));
  if (deadline !== undefined && deadline.closesAt > end) moveEnd(app, vote, deadline.closesAt, "late-quorum");
}

function checkOpen(app: App, vote: VoteRow, { interaction, roles }: CastVote): void {
  checkMember(app, roles);
  const { source } = vote.electorate;
  if (source.kind === "role" && !source.listed && !source.roles.some((role) => roles.includes(role))) {
    throw new Refusal("You do not carry a role that may vote on this.");
  }
  const closed = whyClosed(app, vote, interaction.sentAtMs);
  if (closed !== undefined) throw new Refusal(`${closed} Your click was not recorded.`);
}

function weightsOf(app: App, vote: VoteRow, member: string, delegators: number): { house: string; weight: bigint }[] {
  const own = listElectorsOf(app.db, vote.id, member);
  const weights = housesOf(vote.electorate).map(({ house }) => ({
    house,
    weight: own.filter((elector) => elector.house === house).reduce((sum, { weight }) => sum + weight, 0n),
  }));
  if (delegators > 0 || weights.some(({ weight }) => weight > 0n)) return weights;
  if (vote.electorate.source.kind === "role")
    throw new Refusal("You did not carry a role that may vote on this when its vote opened.");
  if (listWallets(app.db, member).length === 0) {
    throw new Refusal("You have no linked wallet.", {
      hint: "Link the wallet that holds your votes with /wallet link, then vote again.",
    });
  }
  const { free, taken } = sortNewWallets(app, vote, member);
  if (taken.length > 0) {
    throw new Refusal(
      "Your wallet was linked to another member when this vote opened or since, so it cannot vote here again.",
    );
  }
  if (free.length > 0) throw new Refusal("What your wallet had when this vote opened cannot be read.");
  throw new Refusal(`Your linked wallets had no ${unitOf(vote.electorate)} when this vote opened.`, {
    hint: "Votes count once they are delegated, to yourself or to another, before a vote opens.",
  });
}
