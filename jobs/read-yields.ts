import { runParts } from "../src/actions/run-parts.ts";
import { readYields as read, yieldChains } from "../src/actions/yields/read-yields.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Reads the treasury's positions and the prices, each chain at one final block. */
export const readYields: Job = {
  name: "read-yields",
  schedule: "0 * * * *",
  run: async (app) => {
    const parts = yieldChains(app).map((chain) => ({ name: `yields:${chain}`, chain, run: () => read(app, chain) }));
    return { did: { readings: await runParts(app, parts) } };
  },
};
