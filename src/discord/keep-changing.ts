import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { Changing } from "./command.ts";
import type { Responder } from "./responder.ts";

/** So many edits in a row may fail before no more are tried. */
const PATIENCE = 3;

/**
 * Brings an answer up to date until there is nothing more to say, or its time has passed. Never throws: the answer stands, and says
 * itself as of when it is true. What stays the same is not sent again.
 */
export async function keepChanging({ next, everyMs, forMs }: Changing, respond: Responder, log: Log): Promise<void> {
  const endMs = performance.now() + forMs;
  let shown = "";
  let failures = 0;
  for (let more = true; more && failures < PATIENCE && performance.now() < endMs; ) {
    await pause(everyMs, undefined, { ref: false });
    try {
      const now = await next();
      more = now.more;
      const text = JSON.stringify(now.reply.components);
      if (text === shown) continue;
      await respond.complete(now.reply);
      shown = text;
      failures = 0;
    } catch (error) {
      // Whoever asked may have put it away, Discord may be busy, Steward may be ending.
      failures += 1;
      log.debug("an answer could not be brought up to date", { error });
    }
  }
}
