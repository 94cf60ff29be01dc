import { addOutbox, type NewMessage } from "../../db/outbox.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { Transient } from "../../src/errors.ts";
import type { TestApp } from "./app.ts";
import { ids } from "./test-config.ts";

/** Queues a message whose kind is its key. */
export const queue = (app: TestApp, key: string, changes: Partial<NewMessage> = {}) =>
  addOutbox(app.db, { key, kind: key, refs: { n: 1 }, destination: ids.proposals, now: app.now(), ...changes });

/** What a lost connection throws. */
export const lost = () => {
  throw new Transient("The connection was reset.");
};

/** Runs the job and moves the clock as it asks, until nothing is due or the time is up. */
export async function settle(app: TestApp, seconds: number): Promise<void> {
  const end = app.now() + seconds;
  for (;;) {
    const { again } = await deliverOutbox.run(app);
    if (again === undefined || again > end) return;
    app.set(Math.max(again, app.now() + 1));
  }
}
