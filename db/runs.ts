import type { Db } from "./open.ts";
import { run } from "./schema.ts";

/** A job's last run: when it began and ended (unix seconds), and why it failed, if it did. */
export type RunRow = typeof run.$inferSelect;

/** Keeps a job's newest run in place of the one before. */
export function putRun(db: Db, row: RunRow): void {
  db.insert(run).values(row).onConflictDoUpdate({ target: run.job, set: row }).run();
}

/** The last run of every job that has ever run, by name. */
export function listRuns(db: Pick<Db, "$client">): RunRow[] {
  const columns = "job, started_at as startedAt, finished_at as finishedAt, failure";
  return db.$client.prepare<[], RunRow>(`select ${columns} from run order by job`).all();
}
