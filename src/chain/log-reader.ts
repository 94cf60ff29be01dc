import { numberToHex } from "viem";
import { askBlock, askBlocks } from "./blocks.ts";
import type { LogFilter, RawLog } from "./chain.ts";
import type { Pool } from "./failover.ts";
import { checkLogs, type UncheckedLog } from "./log-check.ts";
import { createLogRange, type LogRange } from "./log-range.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** Logs of final blocks from..to, both included, in chain order; throws Transient when no provider gives them all. */
export type LogReader = (filter: LogFilter, from: bigint, to: bigint) => Promise<RawLog[]>;

/** What nodes say when a range holds too much, in the words of the larger ones; a rate limit is none of these. */
const TOO_MUCH =
  /block range|range (is )?too|too (large|wide|many (blocks|results|logs))|more than \d+|limited to|max(imum)? (block|results|range)|response size|exceed|up to a? ?\d+/i;

/** Reads in chunks, each whole from one provider and each checked before the next is asked for. */
export function createLogReader(pool: Pool, options: { logRange: number }): LogReader {
  const ranges = new WeakMap<Provider, LogRange>();
  const rangeOf = (provider: Provider) => {
    const known = ranges.get(provider) ?? createLogRange(options.logRange);
    ranges.set(provider, known);
    return known;
  };
  return async (filter, from, to) => {
    // Without addresses or topics a node would answer with everybody's logs.
    if (filter.addresses.length === 0 || filter.topics.length === 0) return [];
    const logs: RawLog[] = [];
    for (let next = from; next <= to; ) {
      const chunk = await pool.use("logs", (provider) => readChunk(provider, rangeOf(provider), filter, next, to));
      logs.push(...chunk.logs);
      next = chunk.end + 1n;
    }
    return logs;
  };
}

async function readChunk(provider: Provider, range: LogRange, filter: LogFilter, from: bigint, to: bigint) {
  for (;;) {
    const span = range.span();
    const end = from + span - 1n < to ? from + span - 1n : to;
    try {
      const logs = await readChecked(provider, filter, from, end);
      // A range cut short by its end says nothing about what the provider would accept.
      if (end - from + 1n === span) range.accepted();
      return { logs, end };
    } catch (error) {
      // Too slow may mean too much; the next provider is asked first, and this one for less the next time.
      if (error instanceof ProviderFailure && error.timedOut) range.refused();
      if (!isTooMuch(error) || from === end) throw error;
      // Halve from what was asked for, or a short rest would be asked again and again.
      while (range.span() > end - from + 1n) range.refused();
      range.refused();
    }
  }
}

/**
 * The end of the range must be a block the provider has, and the same one before and after: a node that does not have it
 * yet answers with too few logs, and one that changes its mind meanwhile with a mixture.
 */
async function readChecked(provider: Provider, filter: LogFilter, from: bigint, end: bigint): Promise<RawLog[]> {
  const before = await askBlock(provider, end);
  const body = await provider.ask("eth_getLogs", {
    address: filter.addresses,
    topics: [filter.topics, ...(filter.indexed ?? []).map((topics) => topics ?? null)],
    fromBlock: numberToHex(from),
    toBlock: numberToHex(end),
  });
  const logs = await withTimes(provider, checkLogs(body, filter, from, end));
  const after = await askBlock(provider, end);
  const last = logs.at(-1);
  if (after.hash !== before.hash || (last?.blockNumber === end && last.blockHash !== after.hash)) {
    throw new ProviderFailure("unfit", `changed block ${end} while its logs were read`);
  }
  return logs;
}

async function withTimes(provider: Provider, logs: readonly UncheckedLog[]): Promise<RawLog[]> {
  const untimed = new Set(logs.flatMap((log) => (log.timestamp === undefined ? [log.blockNumber] : [])));
  const blocks = await askBlocks(provider, [...untimed]);
  return logs.map((log) => {
    if (log.timestamp !== undefined) return { ...log, timestamp: log.timestamp };
    const block = blocks.get(log.blockNumber);
    if (block?.hash !== log.blockHash)
      throw new ProviderFailure("unfit", `has another block ${log.blockNumber} than its logs say`);
    return { ...log, timestamp: block.timestamp };
  });
}

function isTooMuch(error: unknown): boolean {
  if (!(error instanceof ProviderFailure)) return false;
  if (error.status === 413 || error.code === -32005) return error.kind !== "down";
  return error.kind === "unfit" && TOO_MUCH.test(error.message);
}
