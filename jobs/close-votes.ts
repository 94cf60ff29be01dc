import { listInStage } from "../db/proposals.ts";
import { scrutinizeClosed } from "../src/actions/calls/scrutinize.ts";
import { requireVote } from "../src/actions/proposals/find-proposal.ts";
import { reportFailures, runEach } from "../src/actions/run-each.ts";
import { closeVote, countableFrom, settleVote } from "../src/actions/votes/close-vote.ts";
import { noteOutages } from "../src/actions/votes/note-outages.ts";
import { canSettle } from "../src/core/governance/moments.ts";
import { COUNT_DELAY } from "../src/core/governance/proposal.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Takes the count of votes a minute after their end, while connected: by then every ballot sent in time has arrived. */
export const closeVotes: Job = {
  name: "close-votes",
  schedule: "* * * * *",
  run: async (app) => {
    noteOutages(app);
    const settled = await runEach(app, listInStage(app.db, ["voting"]), "settle", ({ id }) => {
      if (canSettle(requireVote(app, id).rulePack)) settleVote(app, id);
    });
    const now = app.now();
    const from = countableFrom(app);
    const ending = listInStage(app.db, ["voting"]).map(({ id, until }) => ({
      id,
      countAt: (until ?? now) + COUNT_DELAY,
    }));
    const due = from === undefined || now < from ? [] : ending.filter(({ countAt }) => countAt <= now);
    const closed = await runEach(app, due, "close", async ({ id }) => {
      const { state } = closeVote(app, id);
      if (state === "passed" || state === "won") await scrutinizeClosed(app, id);
    });
    reportFailures(...settled, ...closed);
    const next = ending.find(({ id }) => !due.some((one) => one.id === id));
    if (next === undefined) return { did: { closed: due.length } };
    const again = Math.max(next.countAt, from ?? now + COUNT_DELAY, now + 1);
    return { again, did: { closed: due.length } };
  },
};
