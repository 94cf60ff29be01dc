import { findReadingAt } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { tryRead } from "../try-read.ts";
import { readYields, yieldChains } from "./read-yields.ts";

/**
 * Reads the chains whose positions nobody has read since a period ended: after a long stop the period's opening would be missing from its report, and come as
 * a correction.
 */
export async function catchUp(app: App, to: number): Promise<void> {
  for (const chain of yieldChains(app)) {
    const own = Object.entries(app.config.positions).filter(([, position]) => position.chain === chain);
    const isRead = own.some(([name]) => (findReadingAt(app.db, name, app.now())?.at ?? 0) >= to);
    if (!isRead) await tryRead(app, () => readYields(app, chain));
  }
}
