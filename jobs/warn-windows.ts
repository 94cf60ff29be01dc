import { warnWindows as warn } from "../src/actions/handoffs/warn-windows.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Tells the treasurers, before it is too late, that the time to carry out a passed vote ends, or that its next step has been due for long. */
export const warnWindows: Job = {
  name: "warn-windows",
  schedule: "* * * * *",
  run: async (app) => {
    const { warned, again } = await warn(app);
    return { ...(again === undefined ? {} : { again }), did: { warned } };
  },
};
