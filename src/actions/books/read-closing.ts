import { findReading } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import type { StatementBlock } from "../../core/treasury/statement.ts";
import { BotError, Halt } from "../../errors.ts";
import { readPositions } from "./read-positions.ts";
import { yieldChains } from "./read-yields.ts";

/**
 * Reads every chain's positions at its last final block before the unix second, unless they have been, and gives those blocks.
 * A chain that cannot be asked, or no longer has that state, is left out: what it holds is then unknown, and said to be.
 */
export async function readClosing(app: App, to: number): Promise<StatementBlock[]> {
  const blocks: StatementBlock[] = [];
  for (const id of yieldChains(app)) {
    try {
      const chain = app.chains.get(id);
      const { number, hash, timestamp } = await chain.blockAt(to);
      const positions = Object.entries(app.config.positions).filter(([, position]) => position.chain === id);
      const isRead = positions.every(([name]) => findReading(app.db, name, number));
      blocks.push({ chain: id, name: chain.name, block: number, hash, timestamp });
      if (!isRead) await readPositions(app, id, { number, hash, timestamp });
    } catch (error) {
      if (!(error instanceof BotError) || error instanceof Halt) throw error;
      app.log.warn(`The end of the period could not be read on chain ${id}: ${error.message}`, error.context);
    }
  }
  return blocks;
}
