import { desc, eq, inArray } from "drizzle-orm";
import type { Db } from "./open.ts";
import { vote } from "./schema.ts";

/** A stored vote: every column is written once, when it opens. */
export type VoteRow = typeof vote.$inferSelect;

/** Keeps a vote as it was frozen; the database refuses any later change. */
export function addVote(db: Db, row: VoteRow): void {
  db.insert(vote).values(row).run();
}

/** The vote on the proposal of this number; undefined before it is open. */
export function findVote(db: Db, id: number): VoteRow | undefined {
  return db.select().from(vote).where(eq(vote.id, id)).get();
}

/** The votes on these proposals, newest first. */
export function listVotes(db: Db, ids?: readonly number[]): VoteRow[] {
  return db
    .select()
    .from(vote)
    .where(ids === undefined ? undefined : inArray(vote.id, [...ids]))
    .orderBy(desc(vote.id))
    .all();
}
