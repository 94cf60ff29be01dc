import { addOutbox } from "../../db/outbox.ts";
import type { App } from "../app.ts";
import { BotError, Halt } from "../errors.ts";

/** One part of a run, by the name the log gives it. */
export type Part = { name: string; chain: number; run: () => Promise<number> };

/**
 * Runs each part whatever becomes of the others, and sums up what they did. A part that halted is said in the alarm channel,
 * once; afterwards the first failure is thrown, so that whoever runs this knows of it.
 */
export async function runParts(app: App, parts: readonly Part[]): Promise<number> {
  let done = 0;
  let first: unknown;
  for (const part of parts) {
    try {
      done += await part.run();
    } catch (error) {
      first ??= error;
      if (error instanceof Halt) sayHalt(app, part, error);
      else if (error instanceof BotError) app.log.warn(`${part.name}: ${error.message}`, error.context);
      else app.log.error(`${part.name} failed`, { error });
    }
  }
  if (first !== undefined) throw first;
  return done;
}

function sayHalt(app: App, { name, chain }: Part, error: Halt): void {
  app.log.error(error.message, error.context);
  const block = Number(error.context["block"] ?? 0);
  const { alarms, reports } = app.config.channels;
  addOutbox(app.db, {
    // Every part that stands on the block halts; that is one thing to say.
    key: `alarm:halted:${chain}:${block}`,
    kind: "alarm",
    refs: { halted: name, chain, block },
    destination: alarms ?? reports,
    now: app.now(),
  });
  app.wake("deliver-outbox");
}
