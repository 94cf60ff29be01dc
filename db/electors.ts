import { and, eq } from "drizzle-orm";
import type { Elector } from "../src/core/governance/tally.ts";
import type { Db } from "./open.ts";
import { elector } from "./schema.ts";

/** A wallet's or member's weight in one vote. */
export type ElectorRow = Elector & { proposal: number };

/** Adds weights that are not known yet; whoever already holds a wallet in that vote keeps it. */
export function addElectors(db: Db, rows: readonly ElectorRow[]): void {
  for (const row of rows) db.insert(elector).values(row).onConflictDoNothing().run();
}

export function listElectors(db: Db, proposal: number): ElectorRow[] {
  return db.select().from(elector).where(eq(elector.proposal, proposal)).all();
}

export function listElectorsOf(db: Db, proposal: number, member: string): ElectorRow[] {
  return db
    .select()
    .from(elector)
    .where(and(eq(elector.proposal, proposal), eq(elector.member, member)))
    .all();
}

export function findElector(db: Db, proposal: number, voter: string): ElectorRow | undefined {
  return db
    .select()
    .from(elector)
    .where(and(eq(elector.proposal, proposal), eq(elector.voter, voter)))
    .get();
}
