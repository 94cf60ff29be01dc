import { and, asc, eq, inArray } from "drizzle-orm";
import type { Address } from "viem";
import type { Db } from "./open.ts";
import { node } from "./schema.ts";

/** A node that a source knows. */
export type NodeRow = typeof node.$inferSelect;

/** Notes a node as registered; one known before gets its new owner and region, and counts as working again. */
export function putNode(db: Db, row: Omit<NodeRow, "until">): void {
  const { owner, region } = row;
  db.insert(node)
    .values({ ...row, until: null })
    .onConflictDoUpdate({ target: [node.source, node.node], set: { owner, region, until: null } })
    .run();
}

/** Notes a node that a payment named, unless it is known; nothing is learnt of its region, and its owner is who was paid. */
export function addPaidNode(db: Db, row: { source: string; node: string; owner: Address; since: number }): void {
  db.insert(node)
    .values({ ...row, region: null, until: null })
    .onConflictDoNothing()
    .run();
}

/** Notes the unix second at which a node left. */
export function setRetired(db: Db, source: string, name: string, until: number): void {
  db.update(node)
    .set({ until })
    .where(and(eq(node.source, source), eq(node.node, name)))
    .run();
}

/** A source's nodes, retired ones included. */
export function listNodes(db: Db, source: string): NodeRow[] {
  return db.select().from(node).where(eq(node.source, source)).orderBy(asc(node.node)).all();
}

/** Every node that one of the wallets owns. */
export function listNodesOf(db: Db, owners: readonly Address[]): NodeRow[] {
  if (owners.length === 0) return [];
  return db.select().from(node).where(inArray(node.owner, owners)).orderBy(asc(node.source), asc(node.node)).all();
}
