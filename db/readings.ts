import { and, asc, desc, eq, gte, inArray, lt, lte, max, min, or, sql } from "drizzle-orm";
import type { Db } from "./open.ts";
import { reading } from "./schema.ts";

/** What a leg of a position held at a block. */
export type ReadingRow = typeof reading.$inferSelect;

/** A reading to be stored; what is not known of it may be left out. */
export type NewReading = typeof reading.$inferInsert;

/** Adds a reading; one of the same leg and block stays as it is. */
export function addReading(db: Db, row: NewReading): boolean {
  return db.insert(reading).values(row).onConflictDoNothing().run().changes === 1;
}

/** A reading of a position at exactly this block. */
export function findReading(db: Db, position: string, block: bigint): ReadingRow | undefined {
  return db
    .select()
    .from(reading)
    .where(and(eq(reading.position, position), eq(reading.block, block)))
    .get();
}

/** The newest reading of a position that is not younger than the unix second. */
export function findReadingAt(db: Db, position: string, at: number): ReadingRow | undefined {
  return (
    db
      .select()
      .from(reading)
      .where(and(eq(reading.position, position), lte(reading.at, at)))
      // By time first, as the index is: by the block alone all that is younger would be walked through.
      .orderBy(desc(reading.at), desc(reading.block))
      .limit(1)
      .get()
  );
}

/** The readings of a position's legs between two unix seconds, both included, oldest first. */
export function listReadings(db: Db, position: string, span: { from: number; to: number }): ReadingRow[] {
  return db
    .select()
    .from(reading)
    .where(and(eq(reading.position, position), gte(reading.at, span.from), lte(reading.at, span.to)))
    .orderBy(asc(reading.block), asc(reading.leg))
    .all();
}

/** A position's readings before a unix second: the first, and the last of each day (of UTC), oldest first. */
export function listDailyReadings(db: Db, position: string, before: number): ReadingRow[] {
  const earlier = and(eq(reading.position, position), lt(reading.at, before));
  const ends = db
    .select({ block: max(reading.block) })
    .from(reading)
    .where(earlier)
    .groupBy(sql`${reading.at} / 86400`);
  const first = db
    .select({ block: min(reading.block) })
    .from(reading)
    .where(earlier);
  return db
    .select()
    .from(reading)
    .where(and(earlier, or(inArray(reading.block, ends), inArray(reading.block, first))))
    .orderBy(asc(reading.block), asc(reading.leg))
    .all();
}

/** When a position was first read, in Unix seconds; undefined for one never read. */
export function findFirstReadAt(db: Db, position: string): number | undefined {
  return db
    .select({ at: reading.at })
    .from(reading)
    .where(eq(reading.position, position))
    .orderBy(asc(reading.at))
    .limit(1)
    .get()?.at;
}
