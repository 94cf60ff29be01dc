import { checkValues, uncheckedChains } from "../src/actions/handoffs/check-values.ts";
import { executionChains, followExecutions as follow } from "../src/actions/handoffs/follow-executions.ts";
import { followSent } from "../src/actions/handoffs/follow-sent.ts";
import { runParts } from "../src/actions/run-parts.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Follows every hand-off on chain until its end, and then looks whether the chain holds what was voted. */
export const followExecutions: Job = {
  name: "follow-executions",
  schedule: "* * * * *",
  run: async (app) => {
    const following = executionChains(app).map((chain) => {
      return { name: `executions:${chain}`, chain, run: () => follow(app, chain) };
    });
    const states = await runParts(app, following);
    const sending = executionChains(app).map((chain) => {
      return { name: `sent:${chain}`, chain, run: () => followSent(app, chain) };
    });
    const failures = await runParts(app, sending);
    const checking = uncheckedChains(app).map((chain) => {
      return { name: `values:${chain}`, chain, run: () => checkValues(app, chain) };
    });
    return { did: { states, failures, checks: await runParts(app, checking) } };
  },
};
