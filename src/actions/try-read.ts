import type { App } from "../app.ts";
import { Halt, Transient } from "../errors.ts";

/** Reads a source for a report that is made in either case: a source that cannot be read is logged, and the report says how far it was. */
export async function tryRead(app: App, read: () => Promise<number>): Promise<void> {
  try {
    await read();
  } catch (error) {
    // What was read before counts; the report says how far.
    if (!(error instanceof Transient || error instanceof Halt)) throw error;
    app.log.warn(`A source could not be read for a report: ${error.message}`, error.context);
  }
}
