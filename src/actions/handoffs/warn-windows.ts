import { immediate } from "../../../db/open.ts";
import { addOutbox, findOutbox } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import { Transient } from "../../errors.ts";
import { countingChains, findWindows, type Pace, type Window } from "./find-windows.ts";

/** So many blocks back are enough to tell how fast they follow each other. */
const PACE_BLOCKS = 1_000n;

/** Queues the notice of each window that closes soon or is idle for long, once; gives how many are new and when to look again. */
export async function warnWindows(app: App): Promise<{ warned: number; again: number | undefined }> {
  const windows = findWindows(app, await readPaces(app));
  const now = app.now();
  const due = windows.filter(({ warnFrom, closesAt }) => warnFrom <= now && (closesAt === undefined || now < closesAt));
  const warned = immediate(app.db, () => due.filter((one) => warn(app, one)).length);
  if (warned > 0) app.wake("deliver-outbox");
  const coming = windows.map(({ warnFrom }) => warnFrom).filter((at) => at > now);
  return { warned, again: coming.length === 0 ? undefined : Math.min(...coming) };
}

function warn(app: App, { kind, name, proposal, closesAt, since, event }: Window): boolean {
  const key = `window:${name}`;
  if (findOutbox(app.db, key) !== undefined) return false;
  addOutbox(app.db, {
    key,
    kind: "window-closing",
    refs: {
      ...{ window: kind, proposal },
      ...(closesAt === undefined ? {} : { closesAt }),
      ...(since === undefined ? {} : { since }),
      ...(event === undefined ? {} : { event }),
    },
    destination: app.config.channels.executions ?? app.config.channels.proposals,
    now: app.now(),
    ...(closesAt === undefined ? {} : { validUntil: closesAt }),
  });
  return true;
}

async function readPaces(app: App): Promise<Map<number, Pace>> {
  const paces = new Map<number, Pace>();
  for (const id of countingChains(app)) {
    try {
      const chain = app.chains.get(id);
      const newest = await chain.finalized();
      const first = newest.number > PACE_BLOCKS ? newest.number - PACE_BLOCKS : 0n;
      paces.set(id, { newest, older: await chain.block(first) });
    } catch (error) {
      // Windows of other kinds do not wait for a chain that does not answer.
      if (!(error instanceof Transient)) throw error;
      app.log.warn(`When votes on chain ${id} end cannot be told: ${error.message}`, error.context);
    }
  }
  return paces;
}
