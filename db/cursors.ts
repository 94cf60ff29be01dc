import { and, eq } from "drizzle-orm";
import type { Db } from "./open.ts";
import { cursor } from "./schema.ts";
import { leaveTrail } from "./trail.ts";

/** How far a source has been read: the last block whose logs are booked. */
export type CursorRow = typeof cursor.$inferSelect;

/** Where a source was left on a chain; undefined before its first read. */
export function findCursor(db: Db, chain: number, source: string): CursorRow | undefined {
  return db
    .select()
    .from(cursor)
    .where(and(eq(cursor.chain, chain), eq(cursor.source, source)))
    .get();
}

/** Moves a cursor and leaves its trail, if it still stands where the reader found it; false when another run was faster, whose rows then count. */
export function putCursor(db: Db, row: CursorRow, from: CursorRow | undefined): boolean {
  if (findCursor(db, row.chain, row.source)?.block !== from?.block) return false;
  db.insert(cursor)
    .values(row)
    .onConflictDoUpdate({ target: [cursor.chain, cursor.source], set: row })
    .run();
  leaveTrail(db, row);
  return true;
}
