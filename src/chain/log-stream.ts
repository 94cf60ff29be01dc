import type { LogChunk, LogFilter, RawLog } from "./chain.ts";
import { createLogCheck, type UncheckedLog } from "./log-check.ts";
import type { Chunk, Top } from "./log-chunk.ts";
import { createLogDensity, type LogDensity } from "./log-density.ts";
import type { LogReader } from "./log-reader.ts";
import { createSegments } from "./log-segments.ts";

/** Reads chunk after chunk, up to a last block. */
export type LogStream = (filters: readonly LogFilter[], from: bigint, top: Top) => AsyncGenerator<LogChunk>;

type Means = {
  reader: LogReader;
  /** How many chunks may be read at once now. */
  ahead: () => number;
  /** The times of blocks whose logs came without. */
  timesOf: (logs: readonly UncheckedLog[]) => Promise<ReadonlyMap<bigint, number>>;
  /** The failure of a history that changed while it was read. */
  changed: () => Error;
};

const KEPT = 1_000;

/** Keeps chunks under way while whoever takes them is busy, as many as providers allow and memory should hold. */
export function createLogStream({ reader, ahead, timesOf, changed }: Means): LogStream {
  const densities = new Map<string, LogDensity>();
  const densityOf = (key: string) => {
    const known = densities.get(key) ?? createLogDensity();
    if (densities.size >= KEPT) densities.clear();
    densities.set(key, known);
    return known;
  };
  return async function* (filters, from, top) {
    if (from > top.number) return;
    // Without addresses or topics a node would answer with everybody's logs.
    const wanted = filters.filter(({ addresses, topics }) => addresses.length > 0 && topics.length > 0);
    if (wanted.length === 0) {
      if (top.hash !== undefined) yield { end: top, logs: [] };
      return;
    }
    const key = JSON.stringify(wanted);
    const density = densityOf(key);
    const sought = wanted.map((filter) => ({ filter, check: createLogCheck(filter) }));
    const abort = new AbortController();
    const { signal } = abort;
    const ask = async (first: bigint, last: bigint, isNext: () => boolean) => {
      const chunk = await reader.read({ key, isNext, sought, from: first, to: last, top, signal });
      density.note(chunk.end.number - first + 1n, chunk.logs.length);
      return chunk;
    };
    const segments = createSegments({ ask, density, reach: () => reader.reach(key), ahead, signal }, from, top.number);
    let history = top.hash;
    try {
      for (let chunk = await segments.take(); chunk; chunk = await segments.take()) {
        // A chain that changed between two chunks would leave the logs of two histories side by side.
        history ??= chunk.top.hash;
        if (chunk.top.hash !== history) throw changed();
        yield { end: chunk.end, logs: await withTimes(chunk, timesOf) };
      }
    } finally {
      abort.abort();
    }
  };
}

async function withTimes({ logs }: Pick<Chunk, "logs">, timesOf: Means["timesOf"]): Promise<readonly RawLog[]> {
  if (logs.every(({ timestamp }) => timestamp !== undefined)) return logs as readonly RawLog[];
  const times = await timesOf(logs.filter(({ timestamp }) => timestamp === undefined));
  return logs.map((log) => ({ ...log, timestamp: log.timestamp ?? (times.get(log.blockNumber) as number) }));
}
