import { immediate } from "../../../db/open.ts";
import { addOutbox, findNewestOfKind, findOutbox } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import { changesOf, fromRefs, toRefs } from "../../core/treasury/risk/alerts.ts";
import { findRiskAlerts } from "./find-risk-alerts.ts";

/** The kind of message that says it; its references are all that is the matter as of then. */
export const TREASURY_ALERTS = "treasury-alerts";

/** Seconds that one message is about. */
const SLOT = 900;

/**
 * Looks at the treasury's risks and queues a message of what began and what is over since the last one, which is what was said so far: so nothing is said twice
 * however often this is cut short. Gives how many alerts began or ended; 0 where the config asks for none, and until the quarter of an hour of the last message is over.
 */
export function watchTreasury(app: App): number {
  const { treasuryAlerts, channels } = app.config;
  if (treasuryAlerts === undefined) return 0;
  const slot = Math.floor(app.now() / SLOT);
  const key = `${TREASURY_ALERTS}:${slot}`;
  return immediate(app.db, () => {
    if (findOutbox(app.db, key) !== undefined) return 0;
    const last = fromRefs(findNewestOfKind(app.db, TREASURY_ALERTS)?.refs ?? {}).filter(
      ({ topic }) => treasuryAlerts[topic],
    );
    const alerts = findRiskAlerts(app, treasuryAlerts, last);
    const { began, ended } = changesOf(last, alerts);
    if (began.length + ended.length === 0) return 0;
    const destination = treasuryAlerts.channel ?? channels.alarms ?? channels.reports;
    addOutbox(app.db, { key, kind: TREASURY_ALERTS, refs: { slot, ...toRefs(alerts) }, destination, now: app.now() });
    app.wake("deliver-outbox");
    return began.length + ended.length;
  });
}
