import { and, asc, eq, inArray } from "drizzle-orm";
import type { Address } from "viem";
import { unsettleEpochsOf } from "./epochs.ts";
import type { Db } from "./open.ts";
import { node } from "./schema.ts";

/** A node that a source knows. */
export type NodeRow = typeof node.$inferSelect;

/**
 * Notes a node as registered; one known before gets its new owner, region and class, and counts as working again. Runs in the
 * caller's transaction.
 */
export function putNode(db: Db, row: Omit<NodeRow, "id" | "until">): void {
  const { source, node: name, owner, region, class: kind, since } = row;
  // Nodes are registered by the ten thousand when a large network is read for the first time.
  const { $client } = db;
  const add = $client.prepare(
    "insert into node (source, node, owner, region, class, since) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
  );
  if (add.run(source, name, owner, region, kind, since).changes > 0) return;
  const known = findNode(db, source, name) as NodeRow;
  db.update(node)
    .set({ owner, region, class: kind, since: Math.min(since, known.since), until: null })
    .where(eq(node.id, known.id))
    .run();
  if (known.region !== region) unsettleEpochsOf(db, source, known.id);
}

/** Notes the unix second at which a node left; false where no such node was known by then. */
export function setRetired({ $client }: Db, source: string, name: string, until: number): boolean {
  const leave = $client.prepare("update node set until = ? where source = ? and node = ? and since <= ?");
  return leave.run(until, source, name, until).changes > 0;
}

/**
 * Finds the ids of a source's nodes by name. A node that nobody told of becomes known: nothing is learnt of its region, and its owner
 * is who was paid; one is known since it was first seen, whatever of it was read first. What was found is kept only as long as the
 * caller's transaction lasts, which may be taken back; so that the first sight of each node must come first.
 */
export function createNodeIds(
  { $client }: Db,
  source: string,
): (seen: { node: string; recipient: Address; at: number }) => number {
  const find = $client.prepare<[string, string], { id: number; since: number }>(
    "select id, since from node where source = ? and node = ?",
  );
  const add = $client.prepare<[string, string, string, number], number>(
    "insert into node (source, node, owner, since) values (?, ?, ?, ?) returning id",
  );
  add.pluck();
  const antedate = $client.prepare("update node set since = ? where id = ?");
  const meet = (name: string, recipient: Address, at: number): number => {
    const row = find.get(source, name);
    if (!row) return add.get(source, name, recipient, at) as number;
    if (at < row.since) antedate.run(at, row.id);
    return row.id;
  };
  const known = new Map<string, number>();
  return ({ node: name, recipient, at }) => {
    const id = known.get(name) ?? meet(name, recipient, at);
    known.set(name, id);
    return id;
  };
}

/** A source's nodes, retired ones included, in order of their names. */
export function listNodes(db: Db, source: string): NodeRow[] {
  return db.select().from(node).where(eq(node.source, source)).orderBy(asc(node.node)).all();
}

/** A source's regions, in order of their names. */
export function listRegions({ $client }: Db, source: string): string[] {
  const statement = $client.prepare<[string], string>(
    "select distinct region from node where source = ? and region is not null order by region",
  );
  return statement.pluck().all(source);
}

/** Nodes in whose name or region the text stands, upper and lower case alike: working ones first, then shorter names. */
export function searchNodes({ $client }: Db, sources: readonly string[], text: string, most: number): NodeRow[] {
  const statement = $client.prepare<[string, string, number], NodeRow>(
    `select node.* from json_each(?) as s cross join node on node.source = s.value
     where instr(lower(node.source || '/' || node.node || ' ' || coalesce(region, '')), ?) > 0
     order by until is not null, length(node.node), node.node limit ?`,
  );
  return statement.all(JSON.stringify(sources), text.toLowerCase(), most);
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
