import type { App } from "../../app.ts";
import type { StatementBlock } from "../../core/treasury/statement.ts";
import { BotError, Halt } from "../../errors.ts";
import { bookFees } from "./book-fees.ts";
import { readPastPrices } from "./read-past-prices.ts";
import { readPositions } from "./read-positions.ts";
import { isRead, yieldChains } from "./read-yields.ts";

/** The last blocks before a moment, of the chains that could be asked, and why positions and prices could not be read there, by their names. */
export type Closing = { blocks: readonly StatementBlock[]; unread: ReadonlyMap<string, string> };

/**
 * Reads every chain's positions and prices at its last final block before the unix second, unless they have been, and gives
 * those blocks. A chain that cannot be asked is left out. Where it no longer has that state, what it holds is unknown, and said
 * to be; its feeds still remember their prices.
 */
export async function readClosing(app: App, to: number): Promise<Closing> {
  const blocks: StatementBlock[] = [];
  const unread = new Map<string, string>();
  for (const id of yieldChains(app)) {
    const attempt = (read: () => Promise<unknown>) => tryClosing(app, id, read);
    await attempt(async () => {
      const chain = app.chains.get(id);
      const { number, hash, timestamp } = await chain.blockAt(to);
      const block = { number, hash, timestamp };
      blocks.push({ chain: id, name: chain.name, block: number, hash, timestamp });
      if (!isRead(app, id, block))
        await attempt(async () => {
          const missing = (await readPositions(app, id, block)).unread;
          for (const { name, reason } of missing) unread.set(name, reason);
        });
      await bookFees(app, chain);
      await readPastPrices(app, chain, [{ number, timestamp }]);
    });
  }
  return { blocks, unread };
}

/** What cannot be read is said in the log, and left unknown. */
async function tryClosing(app: App, id: number, read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof BotError) || error instanceof Halt) throw error;
    app.log.warn(`The end of the period could not be read on chain ${id}: ${error.message}`, error.context);
  }
}
