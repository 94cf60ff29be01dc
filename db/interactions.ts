import type { Db } from "./open.ts";
import { interaction } from "./schema.ts";

/** Takes an interaction for whoever asks first: true once, false ever after. Belongs into the transaction of the effect. */
export function claimInteraction(db: Db, id: string, at: number): boolean {
  return db.insert(interaction).values({ id, at }).onConflictDoNothing().run().changes === 1;
}
