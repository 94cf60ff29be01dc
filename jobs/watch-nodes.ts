import { watchNodes as watch } from "../src/actions/node-alerts/watch-nodes.ts";
import { runParts } from "../src/actions/run-parts.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Says which nodes missed payments, dropped against their cohort, have much to claim or changed their terms, and which are back. */
export const watchNodes: Job = {
  name: "watch-nodes",
  schedule: "* * * * *",
  run: async (app) => {
    const sources = Object.entries(app.config.rewards);
    const parts = sources.map(([name, { chain }]) => ({ name: `alerts:${name}`, chain, run: () => watch(app, name) }));
    return { did: { alerts: await runParts(app, parts) } };
  },
};
