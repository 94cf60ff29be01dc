import { and, eq } from "drizzle-orm";
import { currentBallots } from "../src/core/governance/ballots/current-ballots.ts";
import type { Db } from "./open.ts";
import { ballot, ballotSignature } from "./schema.ts";

/** A stored ballot. */
export type BallotRow = typeof ballot.$inferSelect;

/** A wallet's signature under a ballot. */
export type SignatureRow = typeof ballotSignature.$inferSelect;

/** Adds a ballot; the database refuses any later change, and a second one of the same interaction. */
export function addBallot(db: Db, row: BallotRow): void {
  db.insert(ballot).values(row).run();
}

/** Every ballot of a vote, changed ones included, in no order that matters. */
export function listBallots(db: Db, proposal: number): BallotRow[] {
  // Read at each count, so without an object mapper in between.
  const rows = db.$client
    .prepare<[number], Omit<BallotRow, "choice"> & { choice: string }>(
      "select id, proposal, member, choice, reason, cast_at_ms as castAtMs from ballot where proposal = ?",
    )
    .all(proposal);
  return rows.map((row) => ({ ...row, choice: JSON.parse(row.choice) }));
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

/** The ballot of this interaction. */
export function findBallot(db: Db, id: string): BallotRow | undefined {
  return db.select().from(ballot).where(eq(ballot.id, id)).get();
}

/** Keeps a signature under a ballot; false where it has one. */
export function addSignature(db: Db, row: SignatureRow): boolean {
  return db.insert(ballotSignature).values(row).onConflictDoNothing().run().changes === 1;
}

/** The signatures under a vote's ballots, by ballot. */
export function listSignatures(db: Db, proposal: number): Map<string, SignatureRow> {
  const rows = db
    .select({ row: ballotSignature })
    .from(ballotSignature)
    .innerJoin(ballot, eq(ballot.id, ballotSignature.ballot))
    .where(eq(ballot.proposal, proposal))
    .all();
  return new Map(rows.map(({ row }) => [row.ballot, row]));
}
