import { reportFailures, runEach } from "../src/actions/run-each.ts";
import { findOpenVotes } from "../src/actions/votes/find-open-votes.ts";
import { remindVoters as remind } from "../src/actions/votes/remind-voters.ts";
import { remindsFrom } from "../src/core/governance/reminder.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Reminds those who asked for it, have weight and have not voted, shortly before a vote ends. */
export const remindVoters: Job = {
  name: "remind-voters",
  schedule: "* * * * *",
  run: async (app) => {
    const now = app.now();
    const open = findOpenVotes(app);
    const from = (times: { openedAt: number; closesAt: number }) =>
      remindsFrom(times, app.config.voting.reminderSeconds);
    let reminded = 0;
    const due = open.filter((row) => from(row) <= now);
    const failures = await runEach(app, due, "remind voters of", ({ id }) => {
      reminded += remind(app, id);
    });
    reportFailures(...failures);
    const coming = open.map(from).filter((at) => at > now);
    return { ...(coming.length > 0 ? { again: Math.min(...coming) } : {}), did: { reminded } };
  },
};
