import { setImmediate as others } from "node:timers/promises";
import { earnedIn } from "../../../db/epochs.ts";
import type { App } from "../../app.ts";

/** What one node of a fleet earned in some epochs, in the main token; `epochs` are those in which it earned anything in any token. */
export type FleetEarner = { last7: bigint; last30: bigint; epochs: Set<number> };

/**
 * Sums what every node earned in some epochs, oldest first; the last `lately` of them apart. One epoch at a time, so that whoever clicks
 * meanwhile is answered.
 */
export async function sumEpochs(
  { db }: App,
  source: string,
  token: string,
  epochs: readonly number[],
  lately: number,
): Promise<Map<number, FleetEarner>> {
  const earners = new Map<number, FleetEarner>();
  const recent = new Set(epochs.slice(-lately));
  for (const epoch of epochs) {
    for (const row of earnedIn(db, source, epoch)) {
      if (row.amount === 0n) continue;
      const earner = earners.get(row.node) ?? { last7: 0n, last30: 0n, epochs: new Set() };
      earners.set(row.node, earner);
      earner.epochs.add(epoch);
      if (row.token !== token) continue;
      earner.last30 += row.amount;
      if (recent.has(epoch)) earner.last7 += row.amount;
    }
    await others();
  }
  return earners;
}
