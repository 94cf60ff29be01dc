import { asc, eq } from "drizzle-orm";
import type { FlowRow } from "../../db/flows.ts";
import type { HandoffRow } from "../../db/handoffs.ts";
import type { Db } from "../../db/open.ts";
import type { RewardRow } from "../../db/rewards.ts";
import { flow, handoff, node, reward } from "../../db/schema.ts";

/** A position's flows, oldest first. */
export function flowsOf(db: Db, position: string): FlowRow[] {
  return db.select().from(flow).where(eq(flow.position, position)).orderBy(asc(flow.block), asc(flow.logIndex)).all();
}

/** A source's rewards in chain order, with their nodes' names. */
export function rewardsOf(db: Db, source: string): (Omit<RewardRow, "node"> & { node: string })[] {
  const rows = db
    .select()
    .from(reward)
    .innerJoin(node, eq(node.id, reward.node))
    .where(eq(reward.source, source))
    .orderBy(asc(reward.block), asc(reward.logIndex), asc(reward.part))
    .all();
  return rows.map((row) => ({ ...row.reward, node: row.node.node }));
}

/** Every hand-off there is, oldest first. */
export function handoffs(db: Db): HandoffRow[] {
  return db.select().from(handoff).orderBy(asc(handoff.id)).all();
}
