import { listRuns } from "../db/runs.ts";
import { watchTreasury as watch } from "../src/actions/treasury-alerts/watch-treasury.ts";
import type { App } from "../src/app.ts";
import { OLDEST } from "../src/core/treasury/risk/health.ts";
import type { Job } from "../src/scheduler/scheduler.ts";
import { readYields } from "./read-yields.ts";

/** Says which debts come near to liquidation, which pegs and feeds are lost or back, and what unlocks soon. */
export const watchTreasury: Job = {
  name: "watch-treasury",
  schedule: "* * * * *",
  run: async (app) => ({ did: { alerts: hasLooked(app) ? watch(app) : 0 } }),
};

/** After a long stop all that is known is old until it has been read once, or tried: that is no news. */
function hasLooked({ db, now }: App): boolean {
  const last = listRuns(db).find(({ job }) => job === readYields.name)?.finishedAt ?? 0;
  return now() - last <= OLDEST;
}
