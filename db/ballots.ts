import { and, eq } from "drizzle-orm";
import { currentBallots } from "../src/core/governance/ballot.ts";
import type { Db } from "./open.ts";
import { ballot } from "./schema.ts";

/** A stored ballot. */
export type BallotRow = typeof ballot.$inferSelect;

/** Adds a ballot; the database refuses any later change, and a second one of the same interaction. */
export function addBallot(db: Db, row: BallotRow): void {
  db.insert(ballot).values(row).run();
}

/** Every ballot of a vote, changed ones included, in no order that matters. */
export function listBallots(db: Db, proposal: number): BallotRow[] {
  // Read at each count, so without an object mapper in between.
  const rows = db.$client.prepare(
    "select id, proposal, member, choice, reason, cast_at_ms as castAtMs from ballot where proposal = ?",
  );
  return rows.all(proposal) as BallotRow[];
}

/** The ballots that count: of each member the newest by the interaction's id, however late it arrived. */
export function listCurrentBallots(db: Db, proposal: number): BallotRow[] {
  return currentBallots(listBallots(db, proposal));
}

/** The ballot of a member that counts now. */
export function findCurrentBallot(db: Db, proposal: number, member: string): BallotRow | undefined {
  const rows = db
    .select()
    .from(ballot)
    .where(and(eq(ballot.proposal, proposal), eq(ballot.member, member)))
    .all();
  return currentBallots(rows)[0];
}
