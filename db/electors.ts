import { and, eq } from "drizzle-orm";
import type { Elector } from "../src/core/governance/tally.ts";
import type { Db } from "./open.ts";
import { elector } from "./schema.ts";

/** A wallet's or member's weight in one vote. */
export type ElectorRow = Elector & { proposal: number };

/** Adds weights that are not known yet; whoever already holds a wallet in that vote keeps it. */
export function addElectors(db: Db, rows: readonly ElectorRow[]): void {
  // Prepared once: a server may have ten thousand linked wallets, and a vote opens in one transaction.
  const insert = db.$client.prepare(
    "insert into elector (proposal, voter, member, weight) values (?, ?, ?, ?) on conflict do nothing",
  );
  for (const { proposal, voter, member, weight } of rows) insert.run(proposal, voter, member, weight.toString());
}

type StoredElector = Omit<ElectorRow, "weight"> & { weight: string };

/** Every weight in a vote. */
export function listElectors(db: Db, proposal: number): ElectorRow[] {
  return list(db, "where proposal = ?", proposal);
}

/** The weights of those who have voted: all that a count needs, however many others may still vote. */
export function listVotingElectors(db: Db, proposal: number): ElectorRow[] {
  return list(
    db,
    "where proposal = ? and member in (select member from ballot where proposal = ?)",
    proposal,
    proposal,
  );
}

// Thousands of rows at a count: read without an object mapper in between.
function list(db: Db, where: string, ...values: number[]): ElectorRow[] {
  const rows = db.$client.prepare(`select proposal, voter, member, weight from elector ${where}`).all(...values);
  return (rows as StoredElector[]).map((row) => ({ ...row, weight: BigInt(row.weight) }));
}

/** What a member's wallets, or the member, weigh in a vote. */
export function listElectorsOf(db: Db, proposal: number, member: string): ElectorRow[] {
  return db
    .select()
    .from(elector)
    .where(and(eq(elector.proposal, proposal), eq(elector.member, member)))
    .all();
}

/** A wallet's weight in a vote, and whose it is there. */
export function findElector(db: Db, proposal: number, voter: string): ElectorRow | undefined {
  return db
    .select()
    .from(elector)
    .where(and(eq(elector.proposal, proposal), eq(elector.voter, voter)))
    .get();
}
