import { and, asc, eq, gt } from "drizzle-orm";
import { DAY } from "../src/core/seconds.ts";
import type { Db } from "./open.ts";
import { correction, outdated, report } from "./schema.ts";

/** A report's accounts as they were corrected. */
export type CorrectionRow = typeof correction.$inferSelect;

/** Older reports stay as they are: nobody scrolls back that far. */
const REMEMBERED = 100 * DAY;

/**
 * Notes that something was booked of a moment, in Unix seconds: what the schedule reported of a period that ends then or later may have become
 * untrue. One statement that reads an index, for as many rows as are booked together. Runs in the caller's transaction.
 */
export function outdateReports({ $client }: Db, at: number, now: number): void {
  const note = $client.prepare(
    `insert into outdated (report, since) select id, ? from report where requested_by = '' and "to" >= ? and "to" > ?
     on conflict do nothing`,
  );
  note.run(now, at, now - REMEMBERED);
}

/** Notes that a report may be untrue since then, whatever was noted before. */
export function outdateReport(db: Db, id: number, since: number): void {
  db.insert(outdated)
    .values({ report: id, since })
    .onConflictDoUpdate({ target: outdated.report, set: { since } })
    .run();
}

/** Reports that may be untrue, and since when, the oldest period first; those too old are left out. */
export function listOutdatedReports(db: Db, now: number): { id: number; from: number; to: number; since: number }[] {
  const { id, from, to } = report;
  return db
    .select({ id, from, to, since: outdated.since })
    .from(outdated)
    .innerJoin(report, eq(id, outdated.report))
    .where(gt(to, now - REMEMBERED))
    .orderBy(asc(to), asc(id))
    .all();
}

/** Whether a report may be untrue. */
export function isOutdated(db: Db, id: number): boolean {
  return db.select({ since: outdated.since }).from(outdated).where(eq(outdated.report, id)).get() !== undefined;
}

/** Notes that a report was compared with what is stored now. */
export function dropOutdated(db: Db, id: number): void {
  db.delete(outdated).where(eq(outdated.report, id)).run();
}

/** Adds a correction after those that a report has. */
export function addCorrection(db: Db, row: Omit<CorrectionRow, "number">): void {
  const number = listCorrections(db, row.report).length + 1;
  db.insert(correction)
    .values({ ...row, number })
    .run();
}

/** When a report was corrected and what changed, in order. */
export function listCorrections(db: Db, id: number): Pick<CorrectionRow, "number" | "at" | "changes">[] {
  const { number, at, changes } = correction;
  return db
    .select({ number, at, changes })
    .from(correction)
    .where(eq(correction.report, id))
    .orderBy(asc(number))
    .all();
}

/** What a correction says instead of the report. */
export function findCorrected(db: Db, id: number, number: number): string | undefined {
  const which = and(eq(correction.report, id), eq(correction.number, number));
  return db.select({ statement: correction.statement }).from(correction).where(which).get()?.statement;
}
