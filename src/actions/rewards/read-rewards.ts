import { findCursor } from "../../../db/cursors.ts";
import { newestEpoch } from "../../../db/epochs.ts";
import { findNode } from "../../../db/nodes.ts";
import { immediate } from "../../../db/open.ts";
import type { App } from "../../app.ts";
import type { RawLog } from "../../chain/chain.ts";
import { withRoomyHeap } from "../../heap.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import type { Decoded, Known, RewardSource } from "../../sources/rewards/source.ts";
import { bookLogs } from "../books/book-logs.ts";
import { applyRegistry } from "./apply-registry.ts";
import { bookDecoded } from "./book-decoded.ts";
import { noteQuietRoots } from "./note-quiet-roots.ts";
import { readTrees } from "./read-trees.ts";
import { noteRun } from "./run-notes.ts";
import { settleEpochs } from "./settle-epochs.ts";
import { warnOfSilence } from "./warn-of-silence.ts";

/** The name under which a reward source's cursor is kept. */
export const cursorOf = (name: string) => `rewards:${name}`;

/** Books a source's rewards and nodes up to its chain's newest final block; safe to repeat. Gives how many rewards were new. */
export async function readRewards(app: App, name: string): Promise<number> {
  return readSource(app, findRewardSource(app.config, name));
}

/** The same of a source that is at hand. */
export function readSource(app: App, source: RewardSource): Promise<number> {
  return noteRun(app, source, cursorOf(source.name), () => readOnce(app, source));
}

async function readOnce(app: App, source: RewardSource): Promise<number> {
  const chain = app.chains.get(source.chain);
  const booking = {
    chain,
    source: cursorOf(source.name),
    fromBlock: source.fromBlock,
    filters: source.filters,
    prepare: async (logs: readonly RawLog[]) => source.decode(logs, knownTo(app, source.name, logs)),
    book: (decoded: Decoded) => bookDecoded(app, source, decoded),
  };
  immediate(app.db, () => applyRegistry(app, source.name));
  return withRoomyHeap(async () => {
    const final = await chain.finalized();
    const added = await bookLogs(app, booking, final);
    await noteQuietRoots(app, source, final);
    const readTo = findCursor(app.db, chain.id, booking.source)?.at ?? 0;
    const addedByTrees = await readTrees(app, source, readTo);
    await warnOfSilence(app, source, final);
    await settleEpochs(app, source.name);
    return added + addedByTrees;
  });
}

/** What was booked up to the cursor. A run that was overtaken since books nothing, so that this is never of another height. */
function knownTo({ db }: App, source: string, [first]: readonly RawLog[]): Known {
  return {
    epoch: first && newestEpoch(db, source, first.timestamp),
    isNode: (node) => findNode(db, source, node) !== undefined,
  };
}
