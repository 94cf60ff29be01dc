import { addOutbox } from "../../db/outbox.ts";
import type { App } from "../app.ts";
import { BotError, Halt } from "../errors.ts";

/** One part of a run, by the name the log gives it. */
export type Part = { name: string; chain: number; run: () => Promise<number> };

/** What each failing part said last, so that it is said once for each change and not at every try. */
const failing = new WeakMap<App, Map<string, string>>();

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
      noteFailure(app, part, undefined);
    } catch (error) {
      first ??= error;
      if (error instanceof Halt) sayHalt(app, part, error);
      else {
        const isNews = noteFailure(app, part, error instanceof Error ? error.message : String(error));
        const level = isNews ? (error instanceof BotError ? "warn" : "error") : "debug";
        if (error instanceof BotError) app.log[level](`${part.name}: ${error.message}`, error.context);
        else app.log[level](`${part.name} failed`, { error });
      }
    }
  }
  if (first !== undefined) throw first;
  return done;
}

/** Keeps what a part says of its failure; true where that is another thing than at its last run. */
function noteFailure(app: App, { name }: Part, failure: string | undefined): boolean {
  const known = failing.get(app) ?? new Map<string, string>();
  failing.set(app, known);
  const isNews = known.get(name) !== failure;
  if (failure === undefined) known.delete(name);
  else known.set(name, failure);
  return isNews;
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
