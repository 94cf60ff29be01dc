import type { Chunk as WholeChunk } from "./log-chunk.ts";
import type { LogDensity } from "./log-density.ts";

type Chunk = Pick<WholeChunk, "end" | "top" | "logs">;

/** Pieces of a range, given out in their order while later ones are being read. */
export type Segments = {
  /** The next chunk; undefined behind the last. */
  take: () => Promise<Chunk | undefined>;
};

type Means = {
  /** Reads from the first of these blocks as far as one request reaches. */
  ask: (first: bigint, last: bigint) => Promise<Chunk>;
  density: LogDensity;
  /** How many may be under way or waiting to be taken. */
  ahead: () => number;
  signal: AbortSignal;
};

type Segment = { from: bigint; to: bigint; reading?: Promise<Chunk>; read?: Chunk };

/** So many blocks are asked for first where nothing is known of how full they are. */
const PROBE = 8n;
/** So many logs are read ahead at most: memory, not the providers, is what is short then. */
const MOST_LOGS = 12_000;

/** Cuts a range into pieces of the size that fits at that moment; what a piece's answer did not reach is its own piece, next in line. */
export function createSegments({ ask, density, ahead, signal }: Means, from: bigint, to: bigint): Segments {
  const line: Segment[] = [];
  let next = from;
  const cut = (): Segment | undefined => {
    if (next > to) return undefined;
    const last = next + (density.span() ?? PROBE) - 1n;
    const segment = { from: next, to: last < to ? last : to };
    line.push(segment);
    next = segment.to + 1n;
    return segment;
  };
  const weightOf = ({ from: first, to: last, read }: Segment) =>
    read ? read.logs.length : density.expected(last - first + 1n);
  const start = (segment: Segment) => {
    segment.reading = ask(segment.from, segment.to).then((chunk) => {
      segment.read = chunk;
      fill();
      return chunk;
    });
    // Whoever takes it hears of it; one that nobody takes any more fails for nobody.
    segment.reading.catch(() => undefined);
  };
  const fill = () => {
    while (!signal.aborted) {
      const started = line.filter(({ reading }) => reading !== undefined);
      const isFirst = started.length === 0;
      if (!isFirst && (density.span() === undefined || started.length >= ahead())) return;
      const held = started.reduce((sum, segment) => sum + weightOf(segment), 0);
      const segment = line.find(({ reading }) => reading === undefined) ?? cut();
      if (!segment || (!isFirst && held + weightOf(segment) > MOST_LOGS)) return;
      start(segment);
    }
  };
  return {
    take: async () => {
      fill();
      const [head] = line;
      if (!head) return undefined;
      // What stands first is always being read: an earlier piece's rest may have come before pieces that are.
      if (!head.reading) start(head);
      const chunk = await (head.reading as Promise<Chunk>);
      line.shift();
      if (chunk.end.number < head.to) line.unshift({ from: chunk.end.number + 1n, to: head.to });
      fill();
      return chunk;
    },
  };
}
