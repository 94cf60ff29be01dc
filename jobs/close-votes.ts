import { listUncounted } from "../db/proposals.ts";
import { closeVote, countableFrom } from "../src/actions/close-vote.ts";
import { COUNT_DELAY } from "../src/core/governance/proposal.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Takes the count of votes a minute after their end, while connected: by then every ballot sent in time has arrived. */
export const closeVotes: Job = {
  name: "close-votes",
  schedule: "* * * * *",
  run: async (app) => {
    const now = app.now();
    const from = countableFrom(app);
    const uncounted = listUncounted(app.db, Number.MAX_SAFE_INTEGER);
    const due =
      from === undefined || now < from ? [] : uncounted.filter(({ closesAt }) => closesAt + COUNT_DELAY <= now);
    for (const { id } of due) closeVote(app, id);
    const next = uncounted.find(({ id }) => !due.some((closed) => closed.id === id));
    if (next === undefined) return { did: { closed: due.length } };
    const again = Math.max(next.closesAt + COUNT_DELAY, from ?? now + COUNT_DELAY, now + 1);
    return { again, did: { closed: due.length } };
  },
};
