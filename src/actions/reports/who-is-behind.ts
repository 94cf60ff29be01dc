import { findCursor } from "../../../db/cursors.ts";
import { listRoots, openStates } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import { counted } from "../../core/counted.ts";
import { formatMoment } from "../../core/treasury/format-time.ts";
import type { Period } from "../../core/treasury/periods.ts";
import { BotError, Halt } from "../../errors.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { cursorOf } from "../rewards/read-rewards.ts";
import { yieldChains } from "../yields/read-yields.ts";

/** Names of the reward sources whose final blocks have not been booked past the Unix second. */
export function sourcesBehind(app: App, to: number): string[] {
  return Object.entries(app.config.rewards).flatMap(([name, { chain }]) => {
    const cursor = findCursor(app.db, chain, cursorOf(name));
    return cursor !== undefined && cursor.at >= to ? [] : [name];
  });
}

/**
 * Names of the chains with positions whose newest final block is from before the Unix second: their closing would not be the last
 * block of the period. One that cannot be asked is not waited for.
 */
export async function chainsBehind(app: App, to: number): Promise<string[]> {
  const names: string[] = [];
  for (const id of yieldChains(app)) {
    const { name, finalized } = app.chains.get(id);
    try {
      if ((await finalized()).timestamp < to) names.push(name);
    } catch (error) {
      if (!(error instanceof BotError) || error instanceof Halt) throw error;
    }
  }
  return names;
}

/** What is missing of a source that is behind, in a sentence. */
export function missingOf(app: App, name: string): string {
  const { label, chain } = findRewardSource(app.config, name);
  const cursor = findCursor(app.db, chain, cursorOf(name));
  return cursor
    ? `${label} could be read only up to ${formatMoment(cursor.at, app.config.timeZone)}: later payments are missing.`
    : `${label} could not be read: its payments are missing.`;
}

/** What is missing of a source whose trees of the period are not read yet, in a sentence; nothing where all of them are. */
export function awaitedTreesOf(app: App, name: string, { from, to }: Period): string[] {
  const open = listRoots(app.db, name, openStates).filter(({ at }) => at >= from && at < to).length;
  const { label } = findRewardSource(app.config, name);
  return open === 0
    ? []
    : [`${label}: ${counted(open, "reward tree")} of this period could not be read yet; what it pays is missing.`];
}
