import type { Db } from "./open.ts";
import { heartbeat } from "./schema.ts";

/** When Steward last was up and connected, in unix seconds; undefined before the first time. */
export function findHeartbeat(db: Db): number | undefined {
  return db.select({ at: heartbeat.at }).from(heartbeat).get()?.at;
}

/** Notes that Steward is up and connected. */
export function setHeartbeat(db: Db, at: number): void {
  db.insert(heartbeat).values({ id: 1, at }).onConflictDoUpdate({ target: heartbeat.id, set: { at } }).run();
}
