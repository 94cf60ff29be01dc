import { setImmediate as others } from "node:timers/promises";
import { earnedIn, listUnsettled, settleEpoch } from "../../../db/epochs.ts";
import { listNodes } from "../../../db/nodes.ts";
import { immediate } from "../../../db/open.ts";
import type { App } from "../../app.ts";
import { cohortSums, EVERYBODY } from "../../core/rewards/cohorts.ts";

/**
 * Works out what the middle node of each cohort earned in every epoch that rewards were added to since; safe to repeat. A node's
 * cohort is its region. One epoch at a time, so that whoever clicks meanwhile is answered.
 */
export async function settleEpochs({ db }: App, source: string): Promise<void> {
  const unsettled = listUnsettled(db, source);
  if (unsettled.length === 0) return;
  const regions = new Map(listNodes(db, source).map(({ id, region }) => [id, region ?? EVERYBODY]));
  for (const row of unsettled) {
    immediate(db, () => {
      const sums = cohortSums(earnedIn(db, source, row.epoch), (node) => regions.get(node) ?? EVERYBODY);
      settleEpoch(db, row, sums);
    });
    await others();
  }
}
