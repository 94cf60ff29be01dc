import { findCurrentBallot } from "../../../db/ballots.ts";
import { listVoteDelegations } from "../../../db/delegations.ts";
import { findProposal } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { sayChoice } from "../../core/governance/ballots/written-choice.ts";
import type { Share } from "../../core/governance/share.ts";
import { Refusal } from "../../errors.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { findEnd } from "./move-end.ts";
import { overridingHouses } from "./note-delegate-vote.ts";

/** How a delegate voted, as whoever gave weight to that delegate is told. */
export type DelegateVoteView = {
  id: number;
  title: string;
  delegate: string;
  /** Of the delegator's weight, as the vote found it when it opened. */
  share: Share;
  /** The delegate's ballot that counts now, in words. */
  choice: string;
  closesAt: number;
  /** Whether ballots are still taken. */
  isOpen: boolean;
  /** Whether the delegator has voted too, whose own ballot then counts. */
  hasVoted: boolean;
  /** Houses in which an own vote takes the weight back; empty where there are none and it does everywhere. */
  houses: readonly string[];
};

/** A delegate's ballot as it counts now; Refusal where there is no such delegation, or no ballot. */
export function describeDelegateVote(
  app: App,
  { proposal, delegator, delegate }: { proposal: number; delegator: string; delegate: string },
): DelegateVoteView {
  const vote = requireVote(app, proposal);
  const given = listVoteDelegations(app.db, proposal, { from: delegator, to: delegate })[0];
  const ballot = findCurrentBallot(app.db, proposal, delegate);
  if (given === undefined || ballot === undefined)
    throw new Refusal(`Nobody voted on #${proposal} by this delegation.`);
  const closesAt = findEnd(app, vote);
  return {
    id: proposal,
    title: vote.title,
    delegate,
    share: given.share,
    choice: sayChoice(vote.rulePack, vote.choices, ballot.choice),
    closesAt,
    isOpen: findProposal(app.db, proposal)?.stage === "voting" && app.now() < closesAt,
    hasVoted: findCurrentBallot(app.db, proposal, delegator) !== undefined,
    houses: vote.rulePack.counting === "two-house" ? overridingHouses(vote.rulePack).map(({ title }) => title) : [],
  };
}
