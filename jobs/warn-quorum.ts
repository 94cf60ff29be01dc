import { reportFailures, runEach } from "../src/actions/run-each.ts";
import { findOpenVotes } from "../src/actions/votes/find-open-votes.ts";
import { warnQuorum as warn } from "../src/actions/votes/warn-quorum.ts";
import { remindsFrom } from "../src/core/governance/reminder.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Says, some time before a vote ends, that its quorum is missing, and how much. */
export const warnQuorum: Job = {
  name: "warn-quorum",
  schedule: "* * * * *",
  run: async (app) => {
    const now = app.now();
    const from = (vote: { openedAt: number; closesAt: number }) =>
      remindsFrom(vote, app.config.voting.quorumNoticeSeconds);
    const open = findOpenVotes(app);
    let warned = 0;
    const due = open.filter((vote) => from(vote) <= now);
    const failures = await runEach(app, due, "warn of the quorum of", ({ id }) => {
      if (warn(app, id)) warned += 1;
    });
    reportFailures(...failures);
    const coming = open.map(from).filter((at) => at > now);
    return { ...(coming.length > 0 ? { again: Math.min(...coming) } : {}), did: { warned } };
  },
};
