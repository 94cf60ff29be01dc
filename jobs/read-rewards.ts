import { readRewards as read } from "../src/actions/rewards/read-rewards.ts";
import { runParts } from "../src/actions/run-parts.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Books node rewards of final blocks from where each source was left. */
export const readRewards: Job = {
  name: "read-rewards",
  schedule: "*/5 * * * *",
  run: async (app) => {
    const sources = Object.entries(app.config.rewards);
    const parts = sources.map(([name, { chain }]) => ({ name: `rewards:${name}`, chain, run: () => read(app, name) }));
    try {
      return { did: { rewards: await runParts(app, parts) } };
    } finally {
      app.wake("watch-nodes");
    }
  },
};
