import { and, asc, eq, inArray } from "drizzle-orm";
import type { Address } from "viem";
import type { Db } from "./open.ts";
import { node } from "./schema.ts";

/** A node that a source knows. */
export type NodeRow = typeof node.$inferSelect;

/** Notes a node as registered; one known before gets its new owner, region and class, and counts as working again. */
export function putNode(db: Db, row: Omit<NodeRow, "id" | "until">): void {
  const { owner, region, class: kind } = row;
  db.insert(node)
    .values({ ...row, until: null })
    .onConflictDoUpdate({ target: [node.source, node.node], set: { owner, region, class: kind, until: null } })
    .run();
}

/** Notes the unix second at which a node left. */
export function setRetired(db: Db, source: string, name: string, until: number): void {
  db.update(node)
    .set({ until })
    .where(and(eq(node.source, source), eq(node.node, name)))
    .run();
}

/**
 * Finds the ids of a source's nodes by name. A node that nobody told of becomes known: nothing is learnt of its region, and its owner
 * is who was paid. What was found is kept only as long as the caller's transaction lasts, which may be taken back.
 */
export function createNodeIds(
  { $client }: Db,
  source: string,
): (seen: { node: string; recipient: Address; at: number }) => number {
  const find = $client.prepare<[string, string], number>("select id from node where source = ? and node = ?").pluck();
  const add = $client.prepare<[string, string, string, number], number>(
    "insert into node (source, node, owner, since) values (?, ?, ?, ?) returning id",
  );
  add.pluck();
  const known = new Map<string, number>();
  return ({ node: name, recipient, at }) => {
    const id = known.get(name) ?? find.get(source, name) ?? (add.get(source, name, recipient, at) as number);
    known.set(name, id);
    return id;
  };
}

/** A source's nodes, retired ones included, in order of their names. */
export function listNodes(db: Db, source: string): NodeRow[] {
  return db.select().from(node).where(eq(node.source, source)).orderBy(asc(node.node)).all();
}

/** A source's node by its name; undefined where there is none. */
export function findNode(db: Db, source: string, name: string): NodeRow | undefined {
  return db
    .select()
    .from(node)
    .where(and(eq(node.source, source), eq(node.node, name)))
    .get();
}

/** Every node that one of the wallets owns. */
export function listNodesOf(db: Db, owners: readonly Address[]): NodeRow[] {
  if (owners.length === 0) return [];
  return db.select().from(node).where(inArray(node.owner, owners)).orderBy(asc(node.source), asc(node.node)).all();
}

/** What is known of a node for certain, in place of what was known of it; what is undefined stays. Gives whether its region changed. */
export function correctNode(
  db: Db,
  row: NodeRow,
  { owner = row.owner, region = row.region, class: kind = row.class, since = row.since }: Partial<NodeRow>,
): boolean {
  if (owner === row.owner && region === row.region && kind === row.class && since === row.since) return false;
  db.update(node).set({ owner, region, class: kind, since }).where(eq(node.id, row.id)).run();
  return region !== row.region;
}
