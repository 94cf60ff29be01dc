import type { Db } from "../../db/open.ts";
import { putRun } from "../../db/runs.ts";
import type { Run } from "./scheduler.ts";

/** Seconds for which a run like the last one is not written down again: each costs a wait for the disk. */
const ALIKE_SECONDS = 30;

/** Keeps each job's newest run in the database, at once when its outcome changed, else twice a minute. */
export function keepRuns(db: Db): (run: Run) => void {
  const kept = new Map<string, Run>();
  return (run) => {
    const last = kept.get(run.job);
    if (last?.failure === run.failure && Math.abs(run.finishedAt - last.finishedAt) < ALIKE_SECONDS) return;
    putRun(db, { job: run.job, startedAt: run.startedAt, finishedAt: run.finishedAt, failure: run.failure });
    kept.set(run.job, run);
  };
}
