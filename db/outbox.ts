import { and, asc, desc, eq, inArray, lt, lte, sql } from "drizzle-orm";
import type { Db } from "./open.ts";
import { outbox } from "./schema.ts";

/** A stored message to be said unasked. */
export type OutboxRow = typeof outbox.$inferSelect;

/** What is to be said, to whom, and until when it is worth saying. */
export type NewMessage = {
  key: string;
  kind: string;
  refs: Record<string, string | number>;
  /** A channel id, `member:<id>`, or `thread:<outbox key>`. */
  destination: string;
  now: number;
  validUntil?: number;
};

/** What a delivery may note about a message. */
export type OutboxPatch = Partial<Omit<OutboxRow, "id" | "key" | "kind" | "refs" | "destination" | "createdAt">>;

/** The key under which a message is said anew, once, after somebody deleted it. */
export function againKey(key: string): string {
  return `${key}:again`;
}

/** Queues a message in the transaction of its fact; a key that is already there is left as it is. */
export function addOutbox(db: Db, { key, kind, refs, destination, now, validUntil }: NewMessage): void {
  const row = { key, kind, refs, destination, createdAt: now, nextTryAt: now, state: "queued" as const };
  db.insert(outbox)
    .values({ ...row, validUntil: validUntil ?? null })
    .onConflictDoNothing()
    .run();
}

/** Notes that a message no longer says what is true, wherever it stands by now. */
export function raiseRevision(db: Db, key: string): void {
  db.update(outbox)
    .set({ revision: sql`${outbox.revision} + 1` })
    .where(inArray(outbox.key, [key, againKey(key)]))
    .run();
}

/** The message of this key, whatever became of it. */
export function findOutbox(db: Db, key: string): OutboxRow | undefined {
  return db.select().from(outbox).where(eq(outbox.key, key)).get();
}

/** Messages not yet posted, in the order they were queued. */
export function listUnposted(db: Db): OutboxRow[] {
  return db
    .select()
    .from(outbox)
    .where(inArray(outbox.state, ["queued", "trying"]))
    .orderBy(asc(outbox.id))
    .all();
}

/** Posted messages that show an older revision than they should. */
export function listOutdated(db: Db): OutboxRow[] {
  return db
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, "posted"), lt(outbox.shownRevision, outbox.revision)))
    .orderBy(asc(outbox.id))
    .all();
}

/** Begins an attempt, committed before anything is sent; false when another attempt has begun since the row was read. */
export function setTrying(db: Db, row: OutboxRow, attempt: { now: number; nextTryAt: number }): boolean {
  const unchanged = and(
    eq(outbox.id, row.id),
    eq(outbox.attempts, row.attempts),
    inArray(outbox.state, ["queued", "trying"]),
    lte(outbox.nextTryAt, attempt.now),
  );
  const began = db
    .update(outbox)
    .set({
      state: "trying",
      attempts: row.attempts + 1,
      firstTriedAt: row.firstTriedAt ?? attempt.now,
      nextTryAt: attempt.nextTryAt,
    })
    .where(unchanged)
    .run();
  return began.changes === 1;
}

/** Notes what a delivery found out about a message. */
export function setOutbox(db: Db, id: number, patch: OutboxPatch): void {
  db.update(outbox).set(patch).where(eq(outbox.id, id)).run();
}

/** The newest message of a kind, before another one where that is given. */
export function findNewestOfKind(db: Db, kind: string, before = Number.MAX_SAFE_INTEGER): OutboxRow | undefined {
  return db
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, kind), lt(outbox.id, before)))
    .orderBy(desc(outbox.id))
    .limit(1)
    .get();
}

/** The message that Discord knows by this id. */
export function findOutboxByMessage(db: Db, message: string): OutboxRow | undefined {
  return db.select().from(outbox).where(eq(outbox.message, message)).get();
}

/** The message of this row id. */
export function findOutboxById(db: Db, id: number): OutboxRow | undefined {
  return db.select().from(outbox).where(eq(outbox.id, id)).get();
}

/** Whether anything of the outbox was posted in a channel. */
export function hasPostedIn(db: Db, channel: string): boolean {
  const posted = and(eq(outbox.channel, channel), eq(outbox.state, "posted"));
  return db.select({ id: outbox.id }).from(outbox).where(posted).limit(1).get() !== undefined;
}
