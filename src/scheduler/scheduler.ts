import { type ScheduledTask, schedule } from "node-cron";
import type { App } from "../app.ts";
import type { Log } from "../log.ts";
import { createSeat } from "./seat.ts";

/** What the clock does: asks the database what is due, and does it. Safe to run twice, late, or never for a while. */
export type Job = {
  /** As its file and the log name it. */
  name: string;
  /** When to look for due work: cron text in UTC. */
  schedule: string;
  /** Does what is due at `app.now()`. May name the unix second at which it wants to run again. */
  run: (app: App) => Promise<{ again?: number; did?: Record<string, number> }>;
};

/** How one run went; times in unix seconds of the app's clock, the length in milliseconds. */
export type Run = { job: string; startedAt: number; finishedAt: number; ms: number; failure: string | null };

/** What runs the jobs. */
export type Scheduler = {
  /** Runs every job once and then as its schedule, its own wish and wakes ask. */
  start: () => void;
  /** Runs a job soon; wakes that come while it is about to run count as one, those while it runs as one more run. */
  wake: (job: string) => void;
  /** The app's clock was moved: every wish for a later run is measured anew, and everything runs once. */
  clockMoved: () => void;
  /** Runs every job soon. */
  wakeAll: () => void;
  /** Starts no more runs, and resolves when the ones under way have ended, and `last`, if given, has run once more after them. */
  stop: (last?: string) => Promise<void>;
};

/** What a scheduler runs, on what, and whom it tells. */
export type SchedulerOptions = {
  jobs: readonly Job[];
  app: App;
  log: Log;
  /** Other schedules than the jobs' own, by name. */
  schedules?: Readonly<Record<string, string>>;
  /** Told of every run that ended. */
  onRun?: (run: Run) => void;
};

/** Runs jobs, never one of them twice at a time. node-cron only wakes: what is due is asked of the database by the jobs. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const seats = new Map(options.jobs.map((job) => [job.name, createSeat(job, options)]));
  const tasks: ScheduledTask[] = [];
  return {
    start: () => {
      for (const { name, schedule: own } of options.jobs) {
        const settings = { name, timezone: "Etc/UTC", noOverlap: true, suppressMissedWarning: true };
        const wake = () => seats.get(name)?.wake();
        tasks.push(schedule(options.schedules?.[name] ?? own, wake, { ...settings, logger: cronLog(options.log) }));
        wake();
      }
    },
    wake: (name) => {
      const seat = seats.get(name);
      if (seat === undefined) throw new TypeError(`There is no job ${name}.`);
      seat.wake();
    },
    clockMoved: () => {
      for (const seat of seats.values()) seat.clockMoved();
    },
    wakeAll: () => {
      for (const seat of seats.values()) seat.wake();
    },
    stop: async (last) => {
      for (const task of tasks.splice(0)) await task.destroy();
      await Promise.all([...seats.values()].map((seat) => seat.stop()));
      if (last !== undefined) await seats.get(last)?.runOnce();
    },
  };
}

function cronLog(log: Log) {
  const say = (message: string | Error) => log.debug("node-cron spoke.", { message });
  const fail = (message: string | Error) => log.warn("node-cron failed.", { message });
  return { info: say, warn: say, debug: say, error: fail };
}
