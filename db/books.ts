import { and, asc, eq, gte, lt } from "drizzle-orm";
import type { Payment } from "../src/core/rewards/pay-table.ts";
import type { Db } from "./open.ts";
import { execution, flow, handoff } from "./schema.ts";

const PAYMENTS = `select node, amount, at from reward where source = ? and at >= ? and at < ? order by at`;

/** A source's payments of [from, to), read as they are walked through: a month of a large network would not fit the memory. */
export function payments(db: Db, source: string, { from, to }: { from: number; to: number }): Iterable<Payment> {
  const statement = db.$client.prepare<[string, number, number], { node: string; amount: string; at: number }>(
    PAYMENTS,
  );
  return {
    *[Symbol.iterator]() {
      for (const { node, amount, at } of statement.iterate(source, from, to))
        yield { node, amount: BigInt(amount), at };
    },
  };
}

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
