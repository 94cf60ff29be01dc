import { and, asc, eq, isNull } from "drizzle-orm";
import type { Db } from "./open.ts";
import { node, nodeAlert } from "./schema.ts";

/** Something that is or was the matter with a node, or with a cohort. */
export type AlertRow = typeof nodeAlert.$inferSelect;

/** An alert that begins now: in which source, about which node (none where it is about the cohort), found by what. */
export type NewAlert = Pick<AlertRow, "source" | "node" | "cohort" | "kind" | "facts">;

/** An alert with what its node is called now; both undefined for one about a cohort. */
export type NamedAlert = AlertRow & {
  name: string | null;
  region: string | null;
  owner: string | null;
  until: number | null;
};

/** What is the matter in a source now. */
export function listOpenAlerts(db: Db, source: string): AlertRow[] {
  return db
    .select()
    .from(nodeAlert)
    .where(and(eq(nodeAlert.source, source), isNull(nodeAlert.clearedAt)))
    .orderBy(asc(nodeAlert.id))
    .all();
}

/** What is the matter with one node now. */
export function listAlertsOfNode(db: Db, id: number): AlertRow[] {
  return db
    .select()
    .from(nodeAlert)
    .where(and(eq(nodeAlert.node, id), isNull(nodeAlert.clearedAt)))
    .orderBy(asc(nodeAlert.id))
    .all();
}

/** Whether something of that kind is the matter with that node or cohort now. */
export function hasOpenAlert({ $client }: Db, { source, kind, node: id, cohort }: NewAlert): boolean {
  // Asked of each alert there is to write, and those come by the hundred.
  const found = $client.prepare(
    "select 1 from node_alert where node is ? and kind = ? and source = ? and cohort = ? and cleared_at is null",
  );
  return found.get(id, kind, source, cohort) !== undefined;
}

/** Begins an alert, said by a summary. */
export function addAlert({ $client }: Db, alert: NewAlert, { at, slot }: { at: number; slot: number }): void {
  const { source, node: id, cohort, kind, facts } = alert;
  const add = $client.prepare(
    "insert into node_alert (source, node, cohort, kind, facts, opened_at, opened_in) values (?, ?, ?, ?, ?, ?, ?)",
  );
  add.run(source, id, cohort, kind, JSON.stringify(facts), at, slot);
}

/** Notes a deed that was over when it happened, to be said once: a term that changed. */
export function addDeed(db: Db, alert: NewAlert, { at, slot }: { at: number; slot: number }): void {
  db.insert(nodeAlert)
    .values({ ...alert, openedAt: at, openedIn: slot, clearedAt: at })
    .run();
}

/** Ends an alert that is open, with what it was over by; said by a summary, or by none. False when it had ended before. */
export function clearAlert(
  db: Db,
  { id, facts }: Pick<AlertRow, "id" | "facts">,
  { at, slot }: { at: number; slot: number | null },
): boolean {
  const ended = db
    .update(nodeAlert)
    .set({ clearedAt: at, clearedIn: slot, facts })
    .where(and(eq(nodeAlert.id, id), isNull(nodeAlert.clearedAt)))
    .run();
  return ended.changes === 1;
}

/** What began and what ended in a summary's quarter of an hour, in the order it was found. */
export function listAlertsOf(db: Db, slot: number): { began: NamedAlert[]; ended: NamedAlert[] } {
  const named = { name: node.node, region: node.region, owner: node.owner, until: node.until };
  const select = (column: typeof nodeAlert.openedIn | typeof nodeAlert.clearedIn) =>
    db
      .select({ alert: nodeAlert, ...named })
      .from(nodeAlert)
      .leftJoin(node, eq(node.id, nodeAlert.node))
      .where(eq(column, slot))
      .orderBy(asc(nodeAlert.id))
      .all()
      .map(({ alert, ...names }) => ({ ...alert, ...names }));
  return { began: select(nodeAlert.openedIn), ended: select(nodeAlert.clearedIn) };
}

/** What a source has told so far, as far as alerts need it. */
export type AlertGrounds = { isRead: boolean; nodes: number; accrues: boolean; tellsTerms: boolean };

/** Looks up whether a source has told what alerts need; also in a database that is only read. */
export function findAlertGrounds({ $client }: Pick<Db, "$client">, source: string, cursorSource: string): AlertGrounds {
  const ask = (sql: string, ...names: string[]) =>
    Number(
      $client
        .prepare(`select ${sql}`)
        .pluck()
        .get(...names),
    );
  return {
    isRead: ask("exists (select 1 from cursor where source = ?)", cursorSource) === 1,
    nodes: ask("count(*) from node where source = ? and until is null", source),
    accrues:
      ask(
        "exists (select 1 from node join reward_total on reward_total.node = node.id where source = ? and kind = 'accrued')",
        source,
      ) === 1,
    tellsTerms: ask("exists (select 1 from node_term where source = ?)", source) === 1,
  };
}
