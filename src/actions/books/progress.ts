import type { App } from "../../app.ts";

/** How far a run has come that reads a source: block numbers, and how many logs it has booked since `begunAt`, in Unix seconds. */
export type Progress = {
  chain: number;
  from: bigint;
  to: bigint;
  reached: bigint;
  logs: number;
  begunAt: number;
};

const running = new WeakMap<App["db"], Map<string, Progress>>();

/** Notes that a source is being read, for whoever looks on meanwhile. */
export function beginProgress(
  app: App,
  source: string,
  { chain, from, to }: Pick<Progress, "chain" | "from" | "to">,
): { reached: (block: bigint, logs: number) => void; end: () => void } {
  const sources = running.get(app.db) ?? new Map<string, Progress>();
  running.set(app.db, sources);
  const progress: Progress = { chain, from, to, reached: from - 1n, logs: 0, begunAt: app.now() };
  sources.set(source, progress);
  return {
    reached: (block, logs) => {
      progress.reached = block;
      progress.logs += logs;
    },
    end: () => {
      if (sources.get(source) === progress) sources.delete(source);
    },
  };
}

/** How far the run has come that is reading a source now; undefined while none is. */
export function progressOf(app: App, source: string): Progress | undefined {
  return running.get(app.db)?.get(source);
}
