import { comparePromises, promiseChains } from "../src/actions/handoffs/compare-promises.ts";
import { runParts } from "../src/actions/run-parts.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Looks whether the chain still holds what was voted, of every parameter that a vote has set, and says when it no longer does. */
export const promiseVsChain: Job = {
  name: "promise-vs-chain",
  schedule: "*/15 * * * *",
  run: async (app) => {
    const parts = promiseChains(app).map((chain) => {
      return { name: `promises:${chain}`, chain, run: () => comparePromises(app, chain) };
    });
    return { did: { changes: await runParts(app, parts) } };
  },
};
