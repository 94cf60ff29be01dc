import type { Chunk as WholeChunk } from "./log-chunk.ts";
import type { LogDensity } from "./log-density.ts";

type Chunk = Pick<WholeChunk, "end" | "top" | "logs">;

/** Pieces of a range, given out in their order while later ones are being read. */
export type Segments = {
  /** The next chunk; undefined behind the last. */
  take: () => Promise<Chunk | undefined>;
};

type Means = {
  /** Reads from the first of these blocks as far as one request reaches; `isNext` once everything before it was taken. */
  ask: (first: bigint, last: bigint, isNext: () => boolean) => Promise<Chunk>;
  density: LogDensity;
  /** How many blocks one request reaches over, as far as that is known. */
  reach: () => bigint | undefined;
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
export function createSegments({ ask, density, reach, ahead, signal }: Means, from: bigint, to: bigint): Segments {
  const line: Segment[] = from <= to ? [{ from, to }] : [];
  const isStarted = ({ reading }: Segment) => reading !== undefined;
  const pieceOf = (): bigint => {
    const [full, far] = [density.span() ?? PROBE, reach()];
    return far !== undefined && far < full ? far : full;
  };
  /** Ends a piece earlier than it did; the rest goes to what stands behind it. */
  const cut = (segment: Segment, last: bigint) => {
    if (last >= segment.to) return;
    const index = line.indexOf(segment) + 1;
    const following = line[index];
    if (following && !isStarted(following)) following.from = last + 1n;
    else line.splice(index, 0, { from: last + 1n, to: segment.to });
    segment.to = last;
  };
  const lastOf = ({ from: first, to: last }: Segment): bigint => {
    const furthest = first + pieceOf() - 1n;
    return furthest < last ? furthest : last;
  };
  const weightOf = ({ from: first, to: last, read }: Segment) =>
    read ? read.logs.length : density.expected(last - first + 1n);
  const start = (segment: Segment) => {
    segment.reading = ask(segment.from, segment.to, () => line[0] === segment).then((chunk) => {
      segment.read = chunk;
      cut(segment, chunk.end.number);
      fill();
      return chunk;
    });
    // Whoever takes it hears of it; one that nobody takes any more fails for nobody.
    segment.reading.catch(() => undefined);
  };
  const fill = () => {
    while (!signal.aborted) {
      const next = line.find((segment) => !isStarted(segment));
      if (!next) return;
      const last = lastOf(next);
      const started = line.filter(isStarted);
      const held = [...started, { from: next.from, to: last }].reduce((sum, one) => sum + weightOf(one), 0);
      const isTooMuch = density.span() === undefined || started.length >= ahead() || held > MOST_LOGS;
      // What stands first is always being read, whatever was read before it.
      if (isTooMuch && next !== line[0]) return;
      cut(next, last);
      start(next);
    }
  };
  return {
    take: async () => {
      fill();
      const chunk = await line[0]?.reading;
      line.shift();
      fill();
      return chunk;
    },
  };
}
