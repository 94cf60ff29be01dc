import { and, count, desc, eq } from "drizzle-orm";
import type { Db } from "./open.ts";
import { oddity } from "./schema.ts";

/** Something that a source saw and did not book. */
export type OddityRow = typeof oddity.$inferSelect;

/** Notes what was odd, once for each thing it is about; gives how many were new. */
export function addOddities(db: Db, rows: readonly (typeof oddity.$inferInsert)[]): number {
  return rows.reduce((added, row) => added + db.insert(oddity).values(row).onConflictDoNothing().run().changes, 0);
}

/** Takes back what was said of something that is odd no more. */
export function dropOddity(db: Db, source: string, about: string): void {
  db.delete(oddity)
    .where(and(eq(oddity.source, source), eq(oddity.about, about)))
    .run();
}

/** What was odd about a source, the newest first. */
export function listOddities(db: Db, source: string, most: number): OddityRow[] {
  return db.select().from(oddity).where(eq(oddity.source, source)).orderBy(desc(oddity.at)).limit(most).all();
}

/** How many oddities of a source there are. */
export function countOddities(db: Db, source: string): number {
  return db.select({ found: count() }).from(oddity).where(eq(oddity.source, source)).get()?.found ?? 0;
}
