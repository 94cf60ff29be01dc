import { eq } from "drizzle-orm";
import type { Db } from "./open.ts";
import { subscriber } from "./schema.ts";

/** Notes that a member wants reminders, or no longer does; safe to repeat. */
export function setSubscribed(db: Db, member: string, on: boolean, now: number): void {
  if (on) db.insert(subscriber).values({ member, since: now }).onConflictDoNothing().run();
  else db.delete(subscriber).where(eq(subscriber.member, member)).run();
}

/** Members who asked to be reminded. */
export function listSubscribers(db: Db): string[] {
  return db
    .select({ member: subscriber.member })
    .from(subscriber)
    .orderBy(subscriber.member)
    .all()
    .map(({ member }) => member);
}
