import { findOpenVotes } from "../src/actions/find-open-votes.ts";
import { warnQuorum as warn } from "../src/actions/warn-quorum.ts";
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
    const warned = open.filter((vote) => from(vote) <= now && warn(app, vote.id)).length;
    const coming = open.map(from).filter((at) => at > now);
    return { ...(coming.length > 0 ? { again: Math.min(...coming) } : {}), did: { warned } };
  },
};
