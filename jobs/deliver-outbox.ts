import { listOutdated, listUnposted, type OutboxRow } from "../db/outbox.ts";
import { deliverMessage } from "../src/actions/outbox/deliver-message.ts";
import { EDIT_PAUSE, refreshMessage } from "../src/actions/outbox/refresh-message.ts";
import type { App } from "../src/app.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** How many destinations are served at a time: one that stalls must not stop the others. */
const ABREAST = 4;

/** Apps whose outbox is being delivered: a second run would not see what the first has under way. */
const busy = new WeakSet<App>();

/** Says what is queued, in order for each destination, and brings posted messages up to date. */
export const deliverOutbox: Job = {
  name: "deliver-outbox",
  schedule: "*/10 * * * * *",
  run: async (app) => {
    if (busy.has(app) || !app.discord.connected()) return { again: app.now() + 1 };
    busy.add(app);
    try {
      const posted = await deliverAll(app);
      const edited = await refreshAll(app);
      return { ...nextDue(app), did: { posted, edited } };
    } finally {
      busy.delete(app);
    }
  },
};

async function deliverAll(app: App): Promise<number> {
  const queues = [...Map.groupBy(listUnposted(app.db), ({ destination }) => destination).values()];
  let posted = 0;
  const serve = async () => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift())
      posted += await deliverQueue(app, queue);
  };
  await Promise.all(Array.from({ length: ABREAST }, serve));
  return posted;
}

/** In order: a message that may have been posted holds all that follow it. */
async function deliverQueue(app: App, queue: readonly OutboxRow[]): Promise<number> {
  let posted = 0;
  for (const row of queue) {
    const waits = row.nextTryAt > app.now();
    if (waits && row.state === "trying") break;
    if (waits) continue;
    const delivery = await deliverMessage(app, row);
    if (delivery === "posted") posted += 1;
    if (delivery === "held") break;
  }
  return posted;
}

async function refreshAll(app: App): Promise<number> {
  const due = listOutdated(app.db).filter((row) => editableAt(row) <= app.now());
  for (const row of due) await refreshMessage(app, row);
  return due.length;
}

function editableAt({ editedAt, nextTryAt }: OutboxRow): number {
  return Math.max(nextTryAt, (editedAt ?? 0) + EDIT_PAUSE);
}

function nextDue(app: App): { again?: number } {
  const times = [...listUnposted(app.db).map(({ nextTryAt }) => nextTryAt), ...listOutdated(app.db).map(editableAt)];
  return times.length === 0 ? {} : { again: Math.max(app.now() + 1, Math.min(...times)) };
}
