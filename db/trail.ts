import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "./open.ts";
import { trail } from "./schema.ts";

/** A block up to which a source had once been booked. */
export type TrailRow = typeof trail.$inferSelect;

/** So many positions are kept of each source. */
export const TRAIL_LENGTH = 64;

/** Where a source's cursor has stood, newest first. */
export function listTrail(db: Db, chain: number, source: string): TrailRow[] {
  return db.select().from(trail).where(of(chain, source)).orderBy(desc(trail.block)).all();
}

/** Adds a position and forgets those that the newest 64 leave behind. */
export function leaveTrail(db: Db, row: TrailRow): void {
  db.insert(trail).values(row).run();
  const oldest = db
    .select({ block: trail.block })
    .from(trail)
    .where(of(row.chain, row.source))
    .orderBy(desc(trail.block))
    .limit(1)
    .offset(TRAIL_LENGTH - 1)
    .get();
  if (!oldest) return;
  db.delete(trail)
    .where(and(of(row.chain, row.source), lt(trail.block, oldest.block)))
    .run();
}

function of(chain: number, source: string) {
  return and(eq(trail.chain, chain), eq(trail.source, source));
}
