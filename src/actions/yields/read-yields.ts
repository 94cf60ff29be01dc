import { findQuote } from "../../../db/quotes.ts";
import { findReading } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { historyOf, periodAt, periodBefore } from "../../core/treasury/periods.ts";
import { Refusal, Transient } from "../../errors.ts";
import { bookFees } from "./book-fees.ts";
import { readPastPrices } from "./read-past-prices.ts";
import { readPositions } from "./read-positions.ts";

/** Chains on which positions or prices are read. */
export function yieldChains({ config }: App): number[] {
  const all = [...Object.values(config.positions), ...Object.values(config.prices)].map(({ chain }) => chain);
  return [...new Set(all)];
}

/**
 * Reads a chain's positions and prices at its newest final block, and once more at each past moment a report of the running
 * periods begins or is drawn from, as far as nobody has read there and the node still has that state; where it has not, what
 * the feeds remember. What new transactions cost is noted beside it. Safe to repeat.
 */
export async function readYields(app: App, chainId: number): Promise<number> {
  const chain = app.chains.get(chainId);
  const final = await chain.finalized();
  const { stored, unread } = await readPositions(app, chainId, final);
  for (const { name, reason } of unread) app.log.warn(`${name} could not be read: ${reason}`, { block: final.number });
  await bookFees(app, chain);
  return stored + (await readBoundaries(app, chain, final));
}

async function readBoundaries(app: App, chain: Chain, final: Block): Promise<number> {
  let stored = 0;
  const moments = boundaries(app, final.timestamp).filter((moment) => !wasTried(app, `${chain.id}:${moment}`));
  for (const [index, moment] of moments.entries()) {
    try {
      const block = await chain.blockAt(moment);
      if (!isRead(app, chain.id, block)) stored += (await readPositions(app, chain.id, block)).stored;
    } catch (error) {
      if (error instanceof Transient) {
        // Most nodes keep the state of few blocks; an older one stays unknown, and later moments may be younger than that.
        app.log.info(`${chain.name} has no past state to read for reports`, { ...error.context, moment });
        return stored + (await readRemembered(app, chain, moments.slice(index)));
      }
      // The chain was not there yet.
      if (!(error instanceof Refusal)) throw error;
    }
    noteTried(app, `${chain.id}:${moment}`);
  }
  return stored;
}

/** The prices at moments whose state is gone, as far as the feeds remember them; each moment is asked about once. */
async function readRemembered(app: App, chain: Chain, all: readonly number[]): Promise<number> {
  const moments = all.filter((moment) => !wasTried(app, `prices:${chain.id}:${moment}`));
  const blocks: Block[] = [];
  for (const moment of moments) {
    const block = await chain.blockAt(moment).catch((error: unknown) => {
      // The chain was not there yet.
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    if (block) blocks.push(block);
  }
  const stored = await readPastPrices(app, chain, blocks);
  for (const moment of moments) noteTried(app, `prices:${chain.id}:${moment}`);
  return stored;
}

/** Every moment at which a report's running period and the one before it, which is reported next, or a stretch of their pictures begins; the newest first. */
function boundaries({ config }: App, now: number): number[] {
  const moments = Object.values(config.reports).flatMap(({ every }) => {
    const before = periodBefore(every, config.timeZone, now);
    const { from } = periodAt(every, config.timeZone, now);
    return [before, { from, to: Math.max(now, from + 1) }].flatMap((period) => [
      period.from,
      ...historyOf(every, config.timeZone, period).map((stretch) => stretch.from),
    ]);
  });
  return [...new Set(moments)].filter((moment) => moment <= now).sort((a, b) => b - a);
}

/** What is final does not change: a moment that was read, or that nothing can be read of, is not looked for again. */
const tried = new WeakMap<App["db"], Set<string>>();

/** Whether every position and price of a chain was read at a block. */
export function isRead(app: App, chain: number, block: Block): boolean {
  const on = (entry: { chain: number }) => entry.chain === chain;
  const positions = Object.entries(app.config.positions).filter(([, position]) => on(position));
  const prices = Object.entries(app.config.prices).filter(([, price]) => on(price));
  return (
    positions.every(([name]) => findReading(app.db, name, block.number)) &&
    prices.every(([name]) => findQuote(app.db, name, block.number))
  );
}

function wasTried(app: App, what: string): boolean {
  return tried.get(app.db)?.has(what) ?? false;
}

function noteTried(app: App, what: string): void {
  tried.set(app.db, (tried.get(app.db) ?? new Set()).add(what));
}
