import type { App } from "../../app.ts";

/** How far a run has come that reads a source: block numbers, logs read and rows booked since it began, at `begunAt` in Unix seconds. */
export type Progress = {
  chain: number;
  from: bigint;
  to: bigint;
  reached: bigint;
  logs: number;
  booked: number;
  begunAt: number;
  /** When it began on the machine's own clock, in milliseconds, which nobody moves. */
  begunMs: number;
  isOver: boolean;
};

/** So often a long run says in the log how far it is. */
const SAY_EVERY_MS = 10_000;

const newest = new WeakMap<App["db"], Map<string, Progress>>();

/** Notes that a source is being read, for whoever looks on meanwhile; a long run says in the log how far it is. */
export function beginProgress(
  app: App,
  source: string,
  { chain, from, to }: Pick<Progress, "chain" | "from" | "to">,
): { reached: (block: bigint, logs: number, booked: number) => void; end: () => void } {
  const sources = newest.get(app.db) ?? new Map<string, Progress>();
  newest.set(app.db, sources);
  const begun = { begunAt: app.now(), begunMs: performance.now(), isOver: false };
  const progress: Progress = { chain, from, to, reached: from - 1n, logs: 0, booked: 0, ...begun };
  let saidMs = progress.begunMs;
  sources.set(source, progress);
  return {
    reached: (block, logs, booked) => {
      progress.reached = block;
      progress.logs += logs;
      progress.booked += booked;
      if (block >= to || performance.now() - saidMs < SAY_EVERY_MS) return;
      saidMs = performance.now();
      sayProgress(app, source, progress);
    },
    end: () => {
      progress.isOver = true;
    },
  };
}

/** How far the run has come that is reading a source now; undefined while none is. */
export function progressOf(app: App, source: string): Progress | undefined {
  const progress = newestProgress(app, source);
  return progress?.isOver === false ? progress : undefined;
}

/** How far the newest run came that had anything to read of a source, whether or not it is over. */
export function newestProgress(app: App, source: string): Progress | undefined {
  return newest.get(app.db)?.get(source);
}

/** How fast a run is: blocks read of how many, of a thousand how many, blocks per second, and the seconds left; undefined while nobody can tell. */
export type Pace = {
  done: bigint;
  of: bigint;
  permille: number;
  perSecond: number | undefined;
  left: number | undefined;
};

/** Measures a run by what it has read so far. Rounds toward zero, the time left up. */
export function paceOf({ from, to, reached, begunMs }: Progress, nowMs: number): Pace {
  const of = to - from + 1n;
  const done = reached - from + 1n;
  const seconds = (nowMs - begunMs) / 1_000;
  const perSecond = done > 0n && seconds > 0 ? Number(done) / seconds : undefined;
  const left = perSecond === undefined ? undefined : Math.ceil(Number(of - done) / perSecond);
  return { done, of, permille: Number((done * 1_000n) / of), perSecond, left };
}

function sayProgress({ log }: App, source: string, progress: Progress): void {
  const { permille, perSecond, left } = paceOf(progress, performance.now());
  log.info(`${source} is being read: ${Math.floor(permille / 10)} %.`, {
    block: progress.reached,
    of: progress.to,
    blocksPerSecond: perSecond === undefined ? undefined : Math.round(perSecond),
    secondsLeft: left,
  });
}
