import { and, eq } from "drizzle-orm";
import type { Address } from "viem";
import type { Elector } from "../src/core/governance/count-vote.ts";
import type { Db } from "./open.ts";
import { elector, snapshotWeight } from "./schema.ts";

/** A wallet's or member's weight in one vote, in a house of it where there are houses. */
export type ElectorRow = Required<Elector> & { proposal: number };

/** What a snapshot found of a wallet that nobody had linked. */
export type SnapshotWeightRow = typeof snapshotWeight.$inferSelect;

/** Adds weights that are not known yet; whoever already holds a wallet in that vote keeps it. */
export function addElectors(db: Db, rows: readonly ElectorRow[]): void {
  // Prepared once: a server may have ten thousand linked wallets, and a vote opens in one transaction.
  const insert = db.$client.prepare(
    "insert into elector (proposal, house, voter, member, weight) values (?, ?, ?, ?, ?) on conflict do nothing",
  );
  for (const { proposal, house, voter, member, weight } of rows)
    insert.run(proposal, house, voter, member, weight.toString());
}

type StoredElector = Omit<ElectorRow, "weight"> & { weight: string };

/** Every weight in a vote. */
export function listElectors(db: Db, proposal: number): ElectorRow[] {
  return list(db, "where proposal = ?", proposal);
}

/** The weights of those who have voted, and of those who gave theirs away: all that a count needs, however many others may still vote. */
export function listVotingElectors(db: Db, proposal: number): ElectorRow[] {
  const voting =
    'select member from ballot where proposal = ? union select "from" from vote_delegation where proposal = ?';
  return list(db, `where proposal = ? and member in (${voting})`, proposal, proposal, proposal);
}

// Thousands of rows at a count: read without an object mapper in between.
function list(db: Db, where: string, ...values: number[]): ElectorRow[] {
  const rows = db.$client.prepare(`select proposal, house, voter, member, weight from elector ${where}`).all(...values);
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

/** A wallet's weight in a vote, and whose it is there; in any house. */
export function findElector(db: Db, proposal: number, voter: string): ElectorRow | undefined {
  return db
    .select()
    .from(elector)
    .where(and(eq(elector.proposal, proposal), eq(elector.voter, voter)))
    .get();
}

/** Keeps what a snapshot found of wallets, for whoever links one of them later. */
export function addSnapshotWeights(db: Db, rows: readonly SnapshotWeightRow[]): void {
  const insert = db.$client.prepare("insert into snapshot_weight (proposal, part, wallet, weight) values (?, ?, ?, ?)");
  for (const { proposal, part, wallet, weight } of rows) insert.run(proposal, part, wallet, weight.toString());
}

/** What a snapshot found of a wallet in one part of the electorate; nothing where it found none. */
export function findSnapshotWeight(db: Db, proposal: number, part: string, wallet: Address): bigint {
  const row = db
    .select({ weight: snapshotWeight.weight })
    .from(snapshotWeight)
    .where(and(eq(snapshotWeight.proposal, proposal), eq(snapshotWeight.part, part), eq(snapshotWeight.wallet, wallet)))
    .get();
  return row?.weight ?? 0n;
}
