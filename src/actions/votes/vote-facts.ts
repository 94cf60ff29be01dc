import { listBallots } from "../../../db/ballots.ts";
import { listVoteDelegations } from "../../../db/delegations.ts";
import { listVotingElectors } from "../../../db/electors.ts";
import { listEventsOfKind } from "../../../db/events.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { countVote, type Moments, type VoteFacts } from "../../core/governance/count-vote.ts";
import type { Decision } from "../../core/governance/decision.ts";
import { momentsOf } from "../../core/governance/moments.ts";

/** What was recorded that moves a vote's end. */
export function readMoments(app: App, id: number): Moments {
  const events = listEventsOfKind(app.db, id, ["outage-noted", "end-moved"]);
  return momentsOf(events.map(({ kind, body }) => ({ kind, body: JSON.parse(body) as Record<string, unknown> })));
}

/** All that a vote's count follows from, from stored rows. */
export function readVoteFacts(app: App, row: VoteRow): VoteFacts {
  const { id, rulePack, choices, electorate, openedAt, closesAt } = row;
  return {
    ...{ rulePack, choices, electorate, openedAt, closesAt },
    electors: listVotingElectors(app.db, id),
    delegations: listVoteDelegations(app.db, id),
    ballots: listBallots(app.db, id),
    moments: readMoments(app, id),
  };
}

/** The count of a vote from its stored ballots, as it stands. */
export function countStored(app: App, row: VoteRow): Decision {
  return countVote(readVoteFacts(app, row));
}
