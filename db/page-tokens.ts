import { and, eq, gt, isNull } from "drizzle-orm";
import type { Hex } from "viem";
import type { Db } from "./open.ts";
import { linkProof, pageToken } from "./schema.ts";

/** A way to a page; of its token only the hash is kept. */
export type PageTokenRow = typeof pageToken.$inferSelect;

/** A wallet that signed on a page, confirmed or not. */
export type LinkProofRow = typeof linkProof.$inferSelect;

/** Keeps a way to a page, and ends the member's older ones to the same page. */
export function addPageToken(db: Db, row: Omit<PageTokenRow, "id" | "usedAt">): PageTokenRow {
  const { member, purpose, subject, issuedAt } = row;
  const same = and(eq(pageToken.member, member), eq(pageToken.purpose, purpose), eq(pageToken.subject, subject));
  const open = and(same, isNull(pageToken.usedAt), gt(pageToken.expiresAt, issuedAt));
  db.update(pageToken).set({ expiresAt: issuedAt }).where(open).run();
  return db.insert(pageToken).values(row).returning().get();
}

/** The way to a page by its token's hash, used and expired ones included. */
export function findPageToken(db: Db, hash: Hex): PageTokenRow | undefined {
  return db.select().from(pageToken).where(eq(pageToken.hash, hash)).get();
}

/** The same by its id. */
export function findPageTokenById(db: Db, id: number): PageTokenRow | undefined {
  return db.select().from(pageToken).where(eq(pageToken.id, id)).get();
}

/** Uses a way to a page up; false when it was used before or has expired. */
export function setPageTokenUsed(db: Db, id: number, now: number): boolean {
  const usable = and(eq(pageToken.id, id), isNull(pageToken.usedAt), gt(pageToken.expiresAt, now));
  return db.update(pageToken).set({ usedAt: now }).where(usable).run().changes === 1;
}

/** Keeps what a wallet signed on a page. */
export function addLinkProof(db: Db, row: Omit<LinkProofRow, "confirmedAt">): void {
  db.insert(linkProof).values(row).run();
}

/** What was signed on that page. */
export function findLinkProof(db: Db, token: number): LinkProofRow | undefined {
  return db.select().from(linkProof).where(eq(linkProof.token, token)).get();
}

/** Notes that the member confirmed it; false when that was done before. */
export function setLinkConfirmed(db: Db, token: number, now: number): boolean {
  const waiting = and(eq(linkProof.token, token), isNull(linkProof.confirmedAt));
  return db.update(linkProof).set({ confirmedAt: now }).where(waiting).run().changes === 1;
}
