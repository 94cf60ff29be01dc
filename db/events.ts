import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { canonical } from "../src/core/canonical.ts";
import { fitsChain, GENESIS, hashEvent } from "../src/core/event-chain.ts";
import type { Db } from "./open.ts";
import { event } from "./schema.ts";

/** A stored event. */
export type EventRow = typeof event.$inferSelect;

/** What is to be remembered; the body is any value with a canonical form. */
export type NewEvent = { at: number; kind: string; proposal?: number; actor?: string; body: unknown };

/** Chains an event to the newest one; must run in the transaction of the act it tells of. */
export function addEvent(db: Db, { at, kind, proposal = undefined, actor = "", body }: NewEvent): EventRow {
  if (!db.$client.inTransaction) throw new TypeError("An event is written in the transaction of its act.");
  const newest = db.select({ seq: event.seq, hash: event.hash }).from(event).orderBy(desc(event.seq)).limit(1).get();
  const facts = { seq: (newest?.seq ?? 0) + 1, at, kind, proposal: proposal ?? null, actor, body: canonical(body) };
  const previous = newest?.hash ?? GENESIS;
  const row = { ...facts, previous, hash: hashEvent(previous, facts) };
  db.insert(event).values(row).run();
  return row;
}

/** The event of that kind about a proposal, if it has happened. */
export function findEvent(db: Db, proposal: number, kind: string): EventRow | undefined {
  return db
    .select()
    .from(event)
    .where(and(eq(event.proposal, proposal), eq(event.kind, kind)))
    .get();
}

/** A proposal's events in the order they happened. */
export function listEvents(db: Db, proposal: number): EventRow[] {
  return db.select().from(event).where(eq(event.proposal, proposal)).orderBy(asc(event.seq)).all();
}

/** Every event from one number to another, both included, whatever it is about. */
export function listEventsBetween(db: Db, from: number, to: number): EventRow[] {
  // There may be hundreds of thousands: read without an object mapper in between.
  const rows = db.$client.prepare(
    "select seq, at, kind, proposal, actor, body, previous, hash from event where seq between ? and ? order by seq",
  );
  return rows.all(from, to) as EventRow[];
}

/** What the whole chain of events says about itself: how many there are, its last hash, and the first event that does not fit. */
export type EventCheck = { events: number; last: string; broken: number | undefined };

/** Recomputes every hash from the first event on, one row at a time. */
export function verifyEvents(db: Db): EventCheck {
  let previous = GENESIS;
  let events = 0;
  const rows = db.$client.prepare(
    "select seq, at, kind, proposal, actor, body, previous, hash from event order by seq",
  );
  for (const row of rows.iterate() as IterableIterator<EventRow>) {
    const fits = row.seq === events + 1 && row.previous === previous && fitsChain(previous, row);
    if (!fits) return { events, last: previous, broken: row.seq };
    previous = row.hash;
    events += 1;
  }
  return { events, last: previous, broken: undefined };
}

/** A proposal's events of some kinds, in the order they happened. */
export function listEventsOfKind(db: Db, proposal: number, kinds: readonly string[]): EventRow[] {
  return db
    .select()
    .from(event)
    .where(and(eq(event.proposal, proposal), inArray(event.kind, [...kinds])))
    .orderBy(asc(event.seq))
    .all();
}

/** Events of some kinds that are about no proposal, in the order they happened. */
export function listEventsBeside(db: Db, kinds: readonly string[]): EventRow[] {
  return db
    .select()
    .from(event)
    .where(and(isNull(event.proposal), inArray(event.kind, [...kinds])))
    .orderBy(asc(event.seq))
    .all();
}

/** The event of this number, if it is of that kind. */
export function findEventAt(db: Db, seq: number, kind: string): EventRow | undefined {
  return db
    .select()
    .from(event)
    .where(and(eq(event.seq, seq), eq(event.kind, kind)))
    .get();
}
