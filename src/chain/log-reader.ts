import type { Agreement } from "./agreement.ts";
import type { FinalRule } from "./final-rule.ts";
import { type Chunk, type ChunkRange, isSameChunk, readChunk } from "./log-chunk.ts";
import { doubtChunk } from "./log-doubt.ts";
import { createReaches, type Reach } from "./log-reach.ts";
import { tooMuch } from "./log-refusal.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** What is asked for in chunks, and what tells it from other questions. */
export type LogQuestion = Omit<ChunkRange, "rule"> & { key: string; isNext: () => boolean };

export type LogReader = {
  /** Reads from a range's beginning as far as one request reaches; throws Transient when that cannot be had for sure. */
  read: (question: LogQuestion) => Promise<Pick<Chunk, "end" | "top" | "logs">>;
  /** How many blocks that is at present; undefined before anybody was asked. */
  reach: (key: string) => bigint | undefined;
};

type Means = { agree: Agreement; rule: FinalRule };

/**
 * Each chunk is read whole from one provider and once more from a second: what both gave is believed, and nothing else while
 * there is a second. The only provider of a chain is asked twice and its silences are looked into.
 */
export function createLogReader({ agree, rule }: Means, options: { logRange: number }): LogReader {
  const reachOf = createReaches(options.logRange);
  let leader: Provider | undefined;
  const read: LogReader["read"] = async ({ key, isNext, ...question }) => {
    const range = { ...question, rule };
    // Whoever answers first says how far; the others are asked for the same.
    let first: Chunk | undefined;
    const { end, top, logs } = await agree<Chunk>({
      what: `logs of block ${range.from} and on`,
      key,
      isNext,
      ask: async (provider) => {
        const reach = reachOf(provider, key);
        const chunk = await (first === undefined
          ? readAhead(provider, reach, range)
          : readRange(provider, reach, { ...range, to: first.end.number }, first));
        leader = first === undefined ? provider : leader;
        first ??= chunk;
        return chunk;
      },
      same: isSameChunk,
      tell: ({ logs, end }) => `${logs.length} logs in ${range.from}..${end.number}, up to ${end.hash}`,
      alone: (provider, chunk) => doubtChunk(provider, { ...range, to: chunk.end.number }, chunk, isSameChunk),
    });
    // What only served to compare is let go of.
    return { end, top, logs };
  };
  return { read, reach: (key) => (leader === undefined ? undefined : reachOf(leader, key).span()) };
}

/** Reads from the range's beginning as far as one request reaches, which is asked for less until the provider accepts it. */
async function readAhead(provider: Provider, reach: Reach, range: ChunkRange, known?: Chunk): Promise<Chunk> {
  for (;;) {
    const furthest = range.from + reach.span() - 1n;
    const to = furthest < range.to ? furthest : range.to;
    const asked = to - range.from + 1n;
    try {
      const { chunk } = await readChunk(provider, { ...range, to }, { known });
      reach.accepted(asked);
      return chunk;
    } catch (error) {
      const what = tooMuch(error);
      // Too slow may mean too much; the next provider is asked first, and this one for less the next time.
      if (error instanceof ProviderFailure && error.timedOut) reach.refused(asked, "logs");
      if (what === undefined || asked === 1n) throw error;
      reach.refused(asked, what);
    }
  }
}

/** Reads the whole range, in as many requests as the provider needs for it. */
async function readRange(provider: Provider, reach: Reach, range: ChunkRange, known: Chunk): Promise<Chunk> {
  let whole = await readAhead(provider, reach, range, known);
  while (whole.end.number < range.to) {
    const next = await readAhead(provider, reach, { ...range, from: whole.end.number + 1n });
    const lists = whole.lists.map((list, index) => [...list, ...(next.lists[index] ?? [])]);
    whole = { ...next, logs: [...whole.logs, ...next.logs], lists, bytes: undefined };
  }
  return whole;
}
