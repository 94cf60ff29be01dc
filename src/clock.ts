import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** The one clock: the wall clock plus an offset. */
export type Clock = {
  /** Unix seconds. */
  now: () => number;
  offsetSeconds: () => number;
  /** Undefined where time may not be moved: whenever Steward talks to Discord itself. */
  move: ((offsetSeconds: number) => void) | undefined;
};

/** A clock that stands at the wall clock, and cannot be moved. */
export function createWallClock(wallMs: () => number = Date.now): Clock {
  return { now: () => Math.floor(wallMs() / 1000), offsetSeconds: () => 0, move: undefined };
}

/** A clock whose offset can be set, and is kept in a file so that a restart does not fall back in time. */
export function createMovableClock(file: string, wallMs: () => number = Date.now): Clock {
  let offset = readOffset(file);
  return {
    now: () => Math.floor(wallMs() / 1000) + offset,
    offsetSeconds: () => offset,
    move: (offsetSeconds) => {
      writeFileSync(`${file}.part`, JSON.stringify({ offsetSeconds }));
      renameSync(`${file}.part`, file);
      offset = offsetSeconds;
    },
  };
}

function readOffset(file: string): number {
  try {
    const { offsetSeconds } = JSON.parse(readFileSync(file, "utf8")) as { offsetSeconds: unknown };
    return Number.isSafeInteger(offsetSeconds) ? (offsetSeconds as number) : 0;
  } catch {
    return 0;
  }
}

/** Calls back when the machine's own clock was set: it moved by more than the limit against time as it passes. Returns the end of the watch. */
export function watchWallClock(
  jumped: (bySeconds: number) => void,
  { everyMs = 5_000, limitMs = 2_000 } = {},
): () => void {
  let ahead = Date.now() - performance.now();
  const timer = setInterval(() => {
    const now = Date.now() - performance.now();
    const byMs = now - ahead;
    ahead = now;
    if (Math.abs(byMs) > limitMs) jumped(Math.round(byMs / 1000));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
