import { and, desc, eq, gt, lte, notExists, sql } from "drizzle-orm";
import type { Db } from "./open.ts";
import { event, proposal } from "./schema.ts";

/** A stored proposal: every column is written once. */
export type ProposalRow = typeof proposal.$inferSelect;

/** Which proposals to list; without a filter all of them. */
export type ProposalFilter = { author?: string; openAt?: number; limit?: number };

/** The id the next proposal will have; true only inside the transaction that adds it. */
export function findNextProposalId(db: Db): number {
  const row = db
    .select({ newest: sql<number | null>`max(${proposal.id})` })
    .from(proposal)
    .get();
  return (row?.newest ?? 0) + 1;
}

/** Keeps a proposal as it was frozen; the database refuses any later change. */
export function addProposal(db: Db, row: ProposalRow): void {
  db.insert(proposal).values(row).run();
}

/** The proposal of this number. */
export function findProposal(db: Db, id: number): ProposalRow | undefined {
  return db.select().from(proposal).where(eq(proposal.id, id)).get();
}

/** Newest first; `openAt` keeps those whose end lies after that unix second. */
export function listProposals(db: Db, filter: ProposalFilter = {}): ProposalRow[] {
  const conditions = [
    filter.author === undefined ? undefined : eq(proposal.author, filter.author),
    filter.openAt === undefined ? undefined : gt(proposal.closesAt, filter.openAt),
  ];
  return db
    .select()
    .from(proposal)
    .where(and(...conditions))
    .orderBy(desc(proposal.id))
    .limit(filter.limit ?? -1)
    .all();
}

/** Proposals not yet counted that end at or before the unix second, earliest end first. */
export function listUncounted(db: Db, endedBy: number): ProposalRow[] {
  const counted = db
    .select({ seq: event.seq })
    .from(event)
    .where(and(eq(event.proposal, proposal.id), eq(event.kind, "vote-closed")));
  return db
    .select()
    .from(proposal)
    .where(and(lte(proposal.closesAt, endedBy), notExists(counted)))
    .orderBy(proposal.closesAt)
    .all();
}
