import { listInStage } from "../../../db/proposals.ts";
import { findVote } from "../../../db/votes.ts";
import type { App } from "../../app.ts";

/** A vote that takes ballots, and its end as it stands. */
export type OpenVote = { id: number; openedAt: number; closesAt: number };

/** Votes whose end has not come, the earliest end first. */
export function findOpenVotes(app: App): OpenVote[] {
  return listInStage(app.db, ["voting"]).flatMap(({ id, until }) => {
    const vote = findVote(app.db, id);
    const closesAt = until ?? vote?.closesAt;
    return vote === undefined || closesAt === undefined || closesAt <= app.now()
      ? []
      : [{ id, openedAt: vote.openedAt, closesAt }];
  });
}

/** Votes that are not counted yet, whether or not their end has come. */
export function findUncountedVotes(app: App): { id: number }[] {
  return listInStage(app.db, ["voting"]);
}
