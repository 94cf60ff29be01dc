import type { App } from "../app.ts";
import { backOffSeconds } from "../core/back-off.ts";
import { Halt, Transient } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Job, SchedulerOptions } from "./scheduler.ts";

/** Wakes this close together are one. */
const GATHER_MS = 15;
/** However often a job wishes for an earlier moment, it rests this long between runs it asked for itself. */
const REST_MS = 250;
/** setTimeout takes no more than 24.8 days. */
const LONGEST_WAIT_MS = 24 * 86_400_000;

/** One job's place: at most one run at a time, at most one waiting, and the moment it wishes to run again. */
export type Seat = {
  wake: () => void;
  clockMoved: () => void;
  /** Resolves when the run under way has ended; nothing runs by itself any more. */
  stop: () => Promise<void>;
  /** One run more, for a seat that has stopped. */
  runOnce: () => Promise<void>;
};

/** What became of a job's runs: failures in a row, what the newest one said, and whether it may ever run again. */
type Health = { failures: number; failure: string | null; halted: boolean };

/** Seats a job. Nothing runs before the first wake. */
export function createSeat(job: Job, { app, log, onRun }: SchedulerOptions): Seat {
  const health: Health = { failures: 0, failure: null, halted: false };
  let stopped = false;
  let isRunning = false;
  let wanted = false;
  let running: Promise<void> = Promise.resolve();
  let soon: NodeJS.Timeout | undefined;
  let later: NodeJS.Timeout | undefined;
  let wish: number | undefined;

  const wake = () => {
    if (stopped || health.halted || soon) return;
    if (isRunning) wanted = true;
    else soon = setTimeout(begin, GATHER_MS);
  };
  const begin = () => {
    soon = undefined;
    isRunning = true;
    running = turn().finally(() => {
      isRunning = false;
      if (wanted) wake();
      wanted = false;
    });
  };
  const arm = (at: number | undefined) => {
    clearTimeout(later);
    wish = at;
    if (at === undefined || stopped) return;
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(REST_MS, (at - app.now()) * 1000));
    later = setTimeout(() => (app.now() >= at ? wake() : arm(at)), wait);
  };
  const turn = async () => {
    const startedAt = app.now();
    const started = performance.now();
    const outcome = await attempt(job, app);
    const ms = Math.round(performance.now() - started);
    if (outcome.error) failed(job, health, outcome.error, ms, log);
    else succeeded(job, health, outcome.did ?? {}, ms, log);
    const retry = health.halted ? undefined : app.now() + backOffSeconds(health.failures, Math.random());
    arm(outcome.error ? retry : outcome.again);
    try {
      onRun?.({ job: job.name, startedAt, finishedAt: app.now(), ms, failure: health.failure });
    } catch (error) {
      // What was done is done, whether or not it could be noted.
      log.error(`${job.name} ran, but that could not be noted.`, { job: job.name, error });
    }
  };

  return {
    wake,
    clockMoved: () => {
      arm(wish);
      wake();
    },
    stop: () => {
      stopped = true;
      clearTimeout(soon);
      clearTimeout(later);
      return running;
    },
    runOnce: () => (health.halted ? Promise.resolve() : turn()),
  };
}

type Attempt = { again?: number; did?: Record<string, number>; error?: undefined } | { error: Error };

async function attempt(job: Job, app: App): Promise<Attempt> {
  try {
    return await job.run(app);
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function succeeded(job: Job, health: Health, did: Record<string, number>, ms: number, log: Log): void {
  if (health.failures > 0) log.info(`${job.name} works again.`, { job: job.name, failures: health.failures });
  health.failures = 0;
  health.failure = null;
  const done = Object.fromEntries(Object.entries(did).filter(([, count]) => count !== 0));
  log[Object.keys(done).length > 0 ? "info" : "debug"](`${job.name} ran.`, { job: job.name, ms, ...done });
}

/** Says a failure once, and again only when it becomes another; what repeats is for whoever looks closely. */
function failed(job: Job, health: Health, error: Error, ms: number, log: Log): void {
  const failure = `${error.name}: ${error.message}`;
  const level = failure === health.failure ? "debug" : error instanceof Transient ? "warn" : "error";
  health.failures += 1;
  health.failure = failure;
  health.halted = error instanceof Halt;
  const ending = health.halted ? "has stopped until Steward is started anew" : "failed and will be tried again";
  log[level](`${job.name} ${ending}.`, { job: job.name, ms, failures: health.failures, error });
}
