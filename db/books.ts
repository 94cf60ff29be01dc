import { and, asc, eq, gte, lt } from "drizzle-orm";
import type { Db } from "./open.ts";
import { execution, flow, handoff } from "./schema.ts";

/** A position's flows from the unix second on, oldest first. */
export function listFlowsFrom(db: Db, position: string, from: number): (typeof flow.$inferSelect)[] {
  return db
    .select()
    .from(flow)
    .where(and(eq(flow.position, position), gte(flow.at, from)))
    .orderBy(asc(flow.block), asc(flow.logIndex))
    .all();
}

/** Proposals whose change was executed on chain in [from, to), by block time. */
export function listExecutedIn(db: Db, { from, to }: { from: number; to: number }): { at: number; proposal: number }[] {
  return db
    .select({ at: execution.at, proposal: handoff.proposal })
    .from(execution)
    .innerJoin(handoff, eq(handoff.id, execution.handoff))
    .where(and(eq(execution.state, "executed"), gte(execution.at, from), lt(execution.at, to)))
    .orderBy(asc(execution.at))
    .all();
}
