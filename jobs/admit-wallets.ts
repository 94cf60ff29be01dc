import { listVoteDelegations } from "../db/delegations.ts";
import { requireVote } from "../src/actions/proposals/find-proposal.ts";
import { reportFailures, runEach } from "../src/actions/run-each.ts";
import { admitWallets as admit, sortNewWallets } from "../src/actions/votes/admit-wallets.ts";
import { findOpenVotes } from "../src/actions/votes/find-open-votes.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Gives wallets that were linked during a vote their weight in it where their holders let others vote: those may have voted already. */
export const admitWallets: Job = {
  name: "admit-wallets",
  schedule: "* * * * *",
  run: async (app) => {
    let admitted = 0;
    const failures = await runEach(app, findOpenVotes(app), "admit wallets to", async ({ id }) => {
      const vote = requireVote(app, id);
      const givers = new Set(listVoteDelegations(app.db, id).map(({ from }) => from));
      const free = [...givers].flatMap((member) => sortNewWallets(app, vote, member).free);
      if (free.length === 0) return;
      await admit(app, vote, free);
      admitted += free.length;
    });
    reportFailures(...failures);
    return { did: { admitted } };
  },
};
