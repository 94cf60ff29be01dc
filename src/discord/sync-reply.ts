import { beginSync, describeSync } from "../actions/rewards/describe-sync.ts";
import type { App } from "../app.ts";
import { syncCard } from "./cards/rewards-sync.ts";
import type { Reply } from "./command.ts";

const EVERY_MS = 3_000;
const FOR_MS = 120_000;
/** The scheduler gathers wakes before a run begins, which then asks for the newest block: until then nothing is seen of it. */
const BEGINS_WITHIN_MS = 10_000;

/** `/rewards sync`: the state of all sources, which goes on changing while they are read. Whoever runs things has them read now. */
export function syncReply(app: App, roles: readonly string[]): Reply {
  const mayStart = [...app.config.roles.maintainer, ...app.config.roles.treasurer].some((role) => roles.includes(role));
  const began = mayStart && beginSync(app) ? performance.now() : undefined;
  const view = describeSync(app);
  const hint = mayStart || view.isRunning ? undefined : "-# Sources are read by themselves, every few minutes.";
  const first = syncCard(view, began === undefined ? hint : "-# They are being looked at now…");
  if (began === undefined && !view.isRunning) return first;
  let seen = view.isRunning;
  const next = () => {
    const now = describeSync(app);
    seen ||= now.isRunning || (now.lastRun?.finishedAt ?? 0) > view.now;
    const more = now.isRunning || (!seen && performance.now() - (began ?? 0) < BEGINS_WITHIN_MS);
    return { reply: syncCard(now), more };
  };
  return { ...first, changing: { next, everyMs: EVERY_MS, forMs: FOR_MS } };
}
