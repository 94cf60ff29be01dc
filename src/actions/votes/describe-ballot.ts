import { type BallotRow, findBallot, findCurrentBallot } from "../../../db/ballots.ts";
import { listVoteDelegations } from "../../../db/delegations.ts";
import { listElectorsOf } from "../../../db/electors.ts";
import type { VoteRow } from "../../../db/votes.ts";
import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { sayChoice } from "../../core/governance/ballots/written-choice.ts";
import { isFinal } from "../../core/governance/moments.ts";
import { plain } from "../../core/sanitize.ts";
import { Refusal } from "../../errors.ts";
import { checkMember } from "../check-roles.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { findEnd } from "./move-end.ts";
import { weighsWallets } from "./read-weights.ts";
import { whyClosed } from "./why-closed.ts";

/** A vote that takes ballots, and the member's own that counts in it so far. */
export type BallotView = { vote: VoteRow; closesAt: number; current: BallotRow | undefined };

/** Who asks, and when Discord says they did. */
export type Voter = { interaction: { sentAtMs: number }; member: string };

/** What a member needs to fill in a ballot; Refusal where this vote can take none from this member. Casting checks all of it again. */
export function describeBallot(
  app: App,
  { proposal, roles, ...voter }: Voter & { proposal: number; roles: readonly string[] },
): BallotView {
  const vote = requireVote(app, proposal);
  checkMember(app, roles);
  const view = describeOpen(app, vote, voter);
  const { current } = view;
  if (current !== undefined && isFinal(vote.rulePack)) throw new Refusal(standsAlready(vote, current));
  checkVoter(app, vote, voter.member, roles);
  return view;
}

/** A member's own ballot while it counts and its vote is open; Refusal otherwise. */
export function requireOwnBallot(app: App, ballot: string, voter: Voter): BallotView & { current: BallotRow } {
  const row = findBallot(app.db, ballot);
  if (row === undefined || row.member !== voter.member) throw new Refusal("There is no such ballot of yours.");
  const view = describeOpen(app, requireVote(app, row.proposal), voter);
  if (view.current?.id !== ballot) {
    throw new Refusal("You have voted again since, so this ballot no longer counts.", {
      hint: "Use the buttons below your newest ballot.",
    });
  }
  return { ...view, current: row };
}

function describeOpen(app: App, vote: VoteRow, { interaction, member }: Voter): BallotView {
  const closed = whyClosed(app, vote, interaction.sentAtMs);
  if (closed !== undefined) throw new Refusal(closed);
  return { vote, closesAt: findEnd(app, vote), current: findCurrentBallot(app.db, vote.id, member) };
}

/** Spares whoever surely cannot vote the form; all other reasons are told when casting. */
function checkVoter(app: App, vote: VoteRow, member: string, roles: readonly string[]): void {
  const { source } = vote.electorate;
  if (source.kind === "role" && !source.listed && !source.roles.some((role) => roles.includes(role)))
    throw new Refusal("You do not carry a role that may vote on this.");
  if (source.kind === "houses" || !weighsWallets(vote.electorate)) return;
  const speaksForOthers = listVoteDelegations(app.db, vote.id, { to: member }).length > 0;
  if (speaksForOthers || listElectorsOf(app.db, vote.id, member).length > 0) return;
  if (listWallets(app.db, member).length > 0) return;
  throw new Refusal("You have no linked wallet.", {
    hint: "Link the wallet that holds your votes with /wallet link, then vote again.",
  });
}

function standsAlready({ rulePack, choices }: VoteRow, { choice }: BallotRow): string {
  return `You voted ${plain(sayChoice(rulePack, choices, choice), 300)}, and by these rules a ballot stands once it is cast.`;
}
