import { setImmediate as others } from "node:timers/promises";
import { type EpochRow, earnedIn, listUnsettled, settleEpoch } from "../../../db/epochs.ts";
import { listNodes } from "../../../db/nodes.ts";
import { immediate } from "../../../db/open.ts";
import type { App } from "../../app.ts";
import { cohortSums, EVERYBODY } from "../../core/rewards/cohorts.ts";

/** So many rewards are gone through in one transaction, which costs a write to the disk: some hundredths of a second in which nobody is answered. */
const ENOUGH_REWARDS = 10_000;

/**
 * Works out what the middle node of each cohort earned in every epoch that rewards were added to since; safe to repeat. A node's
 * cohort is its region. A few epochs at a time, so that whoever clicks meanwhile is answered.
 */
export async function settleEpochs({ db }: App, source: string): Promise<void> {
  const unsettled = listUnsettled(db, source);
  if (unsettled.length === 0) return;
  const regions = new Map(listNodes(db, source).map(({ id, region }) => [id, region ?? EVERYBODY]));
  const settle = (row: EpochRow) =>
    settleEpoch(
      db,
      row,
      cohortSums(earnedIn(db, source, row.epoch), (node) => regions.get(node) ?? EVERYBODY),
    );
  for (const rows of inPortions(unsettled)) {
    immediate(db, () => rows.forEach(settle));
    await others();
  }
}

/** Epochs together, until their rewards are worth a transaction. */
function* inPortions(rows: readonly EpochRow[]): Iterable<EpochRow[]> {
  let portion: EpochRow[] = [];
  let rewards = 0;
  for (const row of rows) {
    portion.push(row);
    rewards += row.rewards;
    if (rewards < ENOUGH_REWARDS) continue;
    yield portion;
    portion = [];
    rewards = 0;
  }
  if (portion.length > 0) yield portion;
}
