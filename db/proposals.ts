import { and, asc, count, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { ProposalContent, Stage } from "../src/core/governance/life-stage.ts";
import type { Db } from "./open.ts";
import { proposal, revision } from "./schema.ts";

/** A proposal: who began it, and the stage it is in. */
export type ProposalRow = typeof proposal.$inferSelect;

/** What a proposal asked for, from one edit to the next. */
export type RevisionRow = typeof revision.$inferSelect;

/** Which proposals to list; without a filter all of them. */
export type ProposalFilter = { author?: string; stages?: readonly Stage[]; since?: number; limit?: number };

/** Begins a proposal with its first revision and gives its number; belongs into the transaction that says it. */
export function addProposal(db: Db, row: Omit<ProposalRow, "id">, content: ProposalContent): number {
  const { id } = db.insert(proposal).values(row).returning({ id: proposal.id }).get();
  addRevision(db, { proposal: id, at: row.createdAt, content });
  return id;
}

/** Keeps what a proposal asks for from now on. */
export function addRevision(db: Db, row: Omit<RevisionRow, "seq">): RevisionRow {
  const seq = (findRevision(db, row.proposal)?.seq ?? 0) + 1;
  return db
    .insert(revision)
    .values({ ...row, seq })
    .returning()
    .get();
}

/** What a proposal asks for now. */
export function findRevision(db: Db, id: number): RevisionRow | undefined {
  return db.select().from(revision).where(eq(revision.proposal, id)).orderBy(desc(revision.seq)).limit(1).get();
}

/** What a proposal asked for, oldest first. */
export function listRevisions(db: Db, id: number): RevisionRow[] {
  return db.select().from(revision).where(eq(revision.proposal, id)).orderBy(asc(revision.seq)).all();
}

/** The proposal of this number. */
export function findProposal(db: Db, id: number): ProposalRow | undefined {
  return db.select().from(proposal).where(eq(proposal.id, id)).get();
}

/** Moves a proposal to a stage, or a stage's end; belongs into the transaction of the event that says why. */
export function setStage(db: Db, id: number, stage: { stage: Stage; since: number; until: number | null }): void {
  db.update(proposal).set(stage).where(eq(proposal.id, id)).run();
}

/** Newest first; `since` keeps those begun at or after that unix second. */
export function listProposals(db: Db, filter: ProposalFilter = {}): ProposalRow[] {
  const { author, stages, since, limit } = filter;
  const conditions = [
    author === undefined ? undefined : eq(proposal.author, author),
    stages === undefined ? undefined : inArray(proposal.stage, [...stages]),
    since === undefined ? undefined : gte(proposal.createdAt, since),
  ];
  return db
    .select()
    .from(proposal)
    .where(and(...conditions))
    .orderBy(desc(proposal.id))
    .limit(limit ?? -1)
    .all();
}

/** Proposals in one of the stages, the earliest end first; those without an end last. */
export function listInStage(db: Db, stages: readonly Stage[]): ProposalRow[] {
  return db
    .select()
    .from(proposal)
    .where(inArray(proposal.stage, [...stages]))
    .orderBy(sql`${proposal.until} is null`, asc(proposal.until))
    .all();
}

/** How many proposals an author has begun from a unix second on, whatever became of them. */
export function countBegun(db: Db, author: string, since: number): number {
  const row = db
    .select({ begun: count() })
    .from(proposal)
    .where(and(eq(proposal.author, author), gte(proposal.createdAt, since)))
    .get();
  return row?.begun ?? 0;
}
