import { watchExecutor } from "../src/actions/handoffs/watch-executor.ts";
import { runParts } from "../src/actions/run-parts.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Says what is proposed, scheduled, approved or executed with the community's contracts although no vote here asked for it. */
export const watchExecutors: Job = {
  name: "watch-executors",
  schedule: "* * * * *",
  run: async (app) => {
    const parts = Object.entries(app.config.executors).map(([name, { chain }]) => {
      return { name: `watch:${name}`, chain, run: () => watchExecutor(app, name) };
    });
    return { did: { unasked: await runParts(app, parts) } };
  },
};
