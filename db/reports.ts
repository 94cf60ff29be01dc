import { and, desc, eq, lt, lte } from "drizzle-orm";
import type { Db } from "./open.ts";
import { report } from "./schema.ts";

/** A stored report: a period's accounts as they were shown. */
export type ReportRow = typeof report.$inferSelect;

/** Who is named as having asked for a report that the schedule asked for. */
export const SCHEDULE = "";

/** Adds a report unless there is one of the same name, period and asker; gives its id either way. */
export function addReport(db: Db, row: Omit<ReportRow, "id">): { id: number; isNew: boolean } {
  const added = db.insert(report).values(row).onConflictDoNothing().returning({ id: report.id }).get();
  if (added) return { id: added.id, isNew: true };
  const found = findReportOf(db, row);
  if (found === undefined) throw new Error(`Report ${row.name} was neither added nor found`);
  return { id: found.id, isNew: false };
}

/** The report of this id. */
export function findReport(db: Db, id: number): ReportRow | undefined {
  return db.select().from(report).where(eq(report.id, id)).get();
}

/** The report of this name, period and asker, if it has been made. */
export function findReportOf(
  db: Db,
  { name, from, to, requestedBy }: Pick<ReportRow, "name" | "from" | "to" | "requestedBy">,
): ReportRow | undefined {
  const period = and(eq(report.from, from), eq(report.to, to));
  return db
    .select()
    .from(report)
    .where(and(eq(report.name, name), period, eq(report.requestedBy, requestedBy)))
    .get();
}

/** The newest period the schedule has reported. */
export function findLastScheduled(db: Db, name: string): ReportRow | undefined {
  return db
    .select()
    .from(report)
    .where(and(eq(report.name, name), eq(report.requestedBy, SCHEDULE)))
    .orderBy(desc(report.to))
    .limit(1)
    .get();
}

/** The end of the period that the schedule reported last before it made this report; undefined for its first one. */
export function findReportedUntil(
  db: Db,
  { id, name, from }: Pick<ReportRow, "id" | "name" | "from">,
): number | undefined {
  const before = and(lt(report.id, id), lte(report.to, from));
  return db
    .select({ to: report.to })
    .from(report)
    .where(and(eq(report.name, name), eq(report.requestedBy, SCHEDULE), before))
    .orderBy(desc(report.to))
    .limit(1)
    .get()?.to;
}

/** The newest reports of any name and asker, without their accounts: those of the latest ends first. */
export function listNewestReports(db: Db, most: number): Pick<ReportRow, "id" | "name" | "from" | "to">[] {
  const { id, name, from, to } = report;
  return db.select({ id, name, from, to }).from(report).orderBy(desc(to), desc(id)).limit(most).all();
}
