import { listVoteDelegations } from "../db/delegations.ts";
import { findVote } from "../db/votes.ts";
import { admitWallets as admit, sortNewWallets } from "../src/actions/admit-wallets.ts";
import { findOpenVotes } from "../src/actions/find-open-votes.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Gives wallets that were linked during a vote their weight in it where their holders let others vote: those may have voted already. */
export const admitWallets: Job = {
  name: "admit-wallets",
  schedule: "* * * * *",
  run: async (app) => {
    let admitted = 0;
    for (const { id } of findOpenVotes(app)) {
      const vote = findVote(app.db, id);
      if (vote === undefined) continue;
      const givers = new Set(listVoteDelegations(app.db, id).map(({ from }) => from));
      const free = [...givers].flatMap((member) => sortNewWallets(app, vote, member).free);
      if (free.length === 0) continue;
      await admit(app, vote, free);
      admitted += free.length;
    }
    return { did: { admitted } };
  },
};
