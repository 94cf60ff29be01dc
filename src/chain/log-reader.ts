import type { Agreement } from "./agreement.ts";
import { askBlocks } from "./blocks.ts";
import type { Block, LogFilter, RawLog } from "./chain.ts";
import type { Pool } from "./failover.ts";
import type { FinalRule } from "./final-rule.ts";
import type { UncheckedLog } from "./log-check.ts";
import { type Chunk, isSameChunk, readChunk, readRange } from "./log-chunk.ts";
import { doubtSilence } from "./log-doubt.ts";
import { createLogRange, type LogRange } from "./log-range.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** Logs of final blocks from..to, both included, in chain order; throws Transient when they cannot be had for sure. */
export type LogReader = (filter: LogFilter, from: bigint, to: bigint | Block) => Promise<RawLog[]>;

type Means = { pool: Pool; agree: Agreement; rule: FinalRule };

/**
 * Reads in chunks, each whole from one provider and once more from a second: what both gave is believed, and nothing else
 * while there is a second. The only provider of a chain is asked twice and its silences are looked into. Where the end is
 * given as a block, every chunk ends with an ancestor of just that block.
 */
export function createLogReader({ pool, agree, rule }: Means, options: { logRange: number }): LogReader {
  const ranges = new WeakMap<Provider, LogRange>();
  const rangeOf = (provider: Provider) => {
    const known = ranges.get(provider) ?? createLogRange(options.logRange);
    ranges.set(provider, known);
    return known;
  };
  const readTwice = (filter: LogFilter, from: bigint, last: Block | { number: bigint }): Promise<Chunk> => {
    // Whoever answers first says how far; the others are asked for the same.
    let to: bigint | undefined;
    const reach = () => (to === undefined ? "" : `..${to}`);
    return agree<Chunk>({
      what: `logs of block ${from} and on`,
      key: JSON.stringify([filter.addresses, filter.topics, filter.indexed]),
      ask: async (provider) => {
        const range = { rule, filter, from, to: to ?? last.number };
        const chunk = await (to === undefined ? readChunk : readRange)(provider, rangeOf(provider), range);
        if (chunk.end.number === last.number && "hash" in last) assertSame(chunk.end, last);
        to = chunk.end.number;
        return chunk;
      },
      same: isSameChunk,
      tell: ({ logs, end }) => `${logs.length} logs in ${from}${reach()}, up to ${end.hash}`,
      alone: async (provider, chunk) => {
        const again = await readRange(provider, rangeOf(provider), { rule, filter, from, to: chunk.end.number });
        if (!isSameChunk(chunk, again)) throw new ProviderFailure("unfit", "gave two answers to one question");
        await doubtSilence(provider, { rule, filter, from, to: chunk.end.number }, chunk);
      },
    });
  };
  return async (filter, from, to) => {
    const last = typeof to === "bigint" ? { number: to } : to;
    // Without addresses or topics a node would answer with everybody's logs.
    if (filter.addresses.length === 0 || filter.topics.length === 0) return [];
    const logs: UncheckedLog[] = [];
    const ends: Block[] = [];
    for (let next = from; next <= last.number; ) {
      const chunk = await readTwice(filter, next, last);
      logs.push(...chunk.logs);
      ends.push(chunk.end);
      next = chunk.end.number + 1n;
    }
    // A chain that changed between two chunks would leave the logs of two histories side by side.
    if (ends.length > 1) await pool.use("the chunks' blocks", (provider) => assertOneHistory(provider, ends));
    return withTimes(pool, logs);
  };
}

async function assertOneHistory(provider: Provider, blocks: readonly Block[]): Promise<void> {
  const found = await askBlocks(
    provider,
    blocks.map(({ number }) => number),
  );
  for (const block of blocks) assertSame(found.get(block.number), block);
}

function assertSame(found: Block | undefined, meant: Block): void {
  if (found?.hash === meant.hash) return;
  throw new ProviderFailure("unfit", `has another block at height ${meant.number}`);
}

async function withTimes(pool: Pool, logs: readonly UncheckedLog[]): Promise<RawLog[]> {
  const untimed = logs.filter(({ timestamp }) => timestamp === undefined);
  const times = untimed.length === 0 ? undefined : await pool.use("block times", (it) => readTimes(it, untimed));
  return logs.map((log) => ({ ...log, timestamp: log.timestamp ?? (times?.get(log.blockNumber) as number) }));
}

async function readTimes(provider: Provider, logs: readonly UncheckedLog[]): Promise<Map<bigint, number>> {
  const hashes = new Map(logs.map(({ blockNumber, blockHash }) => [blockNumber, blockHash]));
  const blocks = await askBlocks(provider, [...hashes.keys()]);
  return new Map(
    [...hashes].map(([number, hash]) => {
      const block = blocks.get(number);
      if (block?.hash !== hash) throw new ProviderFailure("unfit", `has another block ${number} than its logs say`);
      return [number, block.timestamp];
    }),
  );
}
