import { listInStage } from "../db/proposals.ts";
import { findVote } from "../db/votes.ts";
import { closeVote, countableFrom, settleVote } from "../src/actions/close-vote.ts";
import { noteOutages } from "../src/actions/note-outages.ts";
import { canSettle } from "../src/core/governance/moments.ts";
import { COUNT_DELAY } from "../src/core/governance/proposal.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Takes the count of votes a minute after their end, while connected: by then every ballot sent in time has arrived. */
export const closeVotes: Job = {
  name: "close-votes",
  schedule: "* * * * *",
  run: async (app) => {
    noteOutages(app);
    const open = listInStage(app.db, ["voting"]);
    for (const { id } of open) {
      const vote = findVote(app.db, id);
      if (vote && canSettle(vote.rulePack)) settleVote(app, id);
    }
    const now = app.now();
    const from = countableFrom(app);
    const ending = listInStage(app.db, ["voting"]).map(({ id, until }) => ({
      id,
      countAt: (until ?? now) + COUNT_DELAY,
    }));
    const due = from === undefined || now < from ? [] : ending.filter(({ countAt }) => countAt <= now);
    for (const { id } of due) closeVote(app, id);
    const next = ending.find(({ id }) => !due.some((closed) => closed.id === id));
    if (next === undefined) return { did: { closed: due.length } };
    const again = Math.max(next.countAt, from ?? now + COUNT_DELAY, now + 1);
    return { again, did: { closed: due.length } };
  },
};
