import { and, eq, gt, isNull } from "drizzle-orm";
import type { Db } from "./open.ts";
import { challenge } from "./schema.ts";

/** A stored sign-in text. */
export type ChallengeRow = typeof challenge.$inferSelect;

/** Keeps a sign-in text that was issued; its nonce is a key. */
export function addChallenge(db: Db, row: Omit<ChallengeRow, "usedAt">): void {
  db.insert(challenge).values(row).run();
}

/** The sign-in text of that nonce, used and expired ones included. */
export function findChallenge(db: Db, nonce: string): ChallengeRow | undefined {
  return db.select().from(challenge).where(eq(challenge.nonce, nonce)).get();
}

/** The sign-in texts that a member could still use. */
export function listOpenChallenges(db: Db, member: string, now: number): ChallengeRow[] {
  const open = and(eq(challenge.member, member), isNull(challenge.usedAt), gt(challenge.expiresAt, now));
  return db.select().from(challenge).where(open).all();
}

/** Uses a sign-in text up; false when it was used before or has expired. */
export function setChallengeUsed(db: Db, nonce: string, now: number): boolean {
  const usable = and(eq(challenge.nonce, nonce), isNull(challenge.usedAt), gt(challenge.expiresAt, now));
  return db.update(challenge).set({ usedAt: now }).where(usable).run().changes === 1;
}
