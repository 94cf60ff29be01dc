import { asc } from "drizzle-orm";
import type { Db } from "./open.ts";
import { run } from "./schema.ts";

/** A job's last run: when it began and ended (unix seconds), and why it failed, if it did. */
export type RunRow = typeof run.$inferSelect;

/** Keeps a job's newest run in place of the one before. */
export function saveRun(db: Db, row: RunRow): void {
  db.insert(run).values(row).onConflictDoUpdate({ target: run.job, set: row }).run();
}

/** The last run of every job that has ever run, by name. */
export function listRuns(db: Db): RunRow[] {
  return db.select().from(run).orderBy(asc(run.job)).all();
}
