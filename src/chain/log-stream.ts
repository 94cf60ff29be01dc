import type { Block, Chain, RawLog } from "./chain.ts";
import type { LogReader } from "./log-reader.ts";

type Means = { read: LogReader; blockAt: (number: bigint) => Promise<Block> };

/** Reads chunk after chunk, each under a block that the last one's history is known to hold. */
export function createLogStream({ read, blockAt }: Means, options: { logRange: number }): Chain["logStream"] {
  return async function* (filters, from, to) {
    for (let next = from; next <= to.number; ) {
      const last = next + BigInt(options.logRange) - 1n;
      const end = last < to.number ? await blockAt(last) : to;
      const logs: RawLog[] = [];
      for (const filter of filters) logs.push(...(await read(filter, next, end)));
      yield { end, logs: logs.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex) };
      next = end.number + 1n;
    }
  };
}
