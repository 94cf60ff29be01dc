import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { setSubscribed } from "../../../db/subscribers.ts";
import type { App } from "../../app.ts";
import { Repeated } from "../../errors.ts";

/** Turns a member's reminders on or off; says how they stand now. */
export function setReminders(
  app: App,
  { interaction, member, on }: { interaction: { id: string; sentAtMs: number }; member: string; on: boolean },
): { on: boolean } {
  immediate(app.db, () => {
    if (!claimInteraction(app.db, interaction.id, app.now()))
      throw new Repeated("Your reminders have been set already.");
    setSubscribed(app.db, member, on, app.now());
  });
  return { on };
}
