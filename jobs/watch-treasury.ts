import { watchTreasury as watch } from "../src/actions/treasury-alerts/watch-treasury.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Says which debts come near to liquidation, which pegs and feeds are lost or back, and what unlocks soon. */
export const watchTreasury: Job = {
  name: "watch-treasury",
  schedule: "* * * * *",
  run: async (app) => ({ did: { alerts: watch(app) } }),
};
