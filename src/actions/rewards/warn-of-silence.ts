import { listEpochs } from "../../../db/epochs.ts";
import { listNodes } from "../../../db/nodes.ts";
import { addOddities, listOddities } from "../../../db/oddities.ts";
import { hasRoots } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import type { Block } from "../../chain/chain.ts";
import { BotError } from "../../errors.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { findMissingEvents } from "./find-missing-events.ts";

const lookedAt = new WeakMap<App["db"], Set<string>>();

/**
 * Where a source was read to a block and nothing was ever found of it, says by name what seems to be wrong with its contracts: once
 * in the log and among its oddities. Looked at once in a process; whether it can be seen makes no difference to what is booked.
 */
export async function warnOfSilence(app: App, source: RewardSource, block: Block): Promise<void> {
  const { name } = source;
  const seen = lookedAt.get(app.db) ?? new Set<string>();
  lookedAt.set(app.db, seen);
  if (seen.has(name) || !isSilent(app.db, source)) return;
  seen.add(name);
  const found = await findMissingEvents(app.chains.get(source.chain), source, block).catch((error: unknown) => {
    if (!(error instanceof BotError)) throw error;
    app.log.debug(`The contracts of ${name} could not be looked at: ${error.message}`, error.context);
    return [];
  });
  for (const { about, what } of found) {
    const isNew = addOddities(app.db, [{ source: name, about, what, block: block.number, at: app.now() }]) > 0;
    if (isNew) app.log.warn(`rewards:${name}: nothing was found up to block ${block.number}. ${what}`);
  }
}

/** A drop whose root stands in its contract from the start may have nothing to say before somebody claims. */
function isSilent(db: App["db"], { name, quietRoots = [] }: RewardSource): boolean {
  if (quietRoots.length > 0 || listEpochs(db, name, 1).length > 0 || listNodes(db, name).length > 0) return false;
  return listOddities(db, name, 1).length === 0 && !hasRoots(db, name);
}
